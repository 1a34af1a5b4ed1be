"""Figures to steer the loket by."""

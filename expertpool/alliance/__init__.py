"""Organisations of the alliance: their own people, as far as those agreed, and what they offer per theme."""

"""Measuring a running site from outside."""

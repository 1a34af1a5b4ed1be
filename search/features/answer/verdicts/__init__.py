"""Readers say whether a find fits their problem."""

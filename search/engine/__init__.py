"""Tokens, vectors, and the order of what is found. No Django."""

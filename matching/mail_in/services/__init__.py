"""Fetch, take in, decide, forget."""

"""Ranks candidates for a request. No Django: receives scores as numbers."""

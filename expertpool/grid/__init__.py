"""Whom the pool has and lacks: level by theme by region, with a call for who is missing."""

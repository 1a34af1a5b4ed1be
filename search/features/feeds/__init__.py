"""Atom, for whoever follows from outside: a search, new cases, and who is new in the pool."""

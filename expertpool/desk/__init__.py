"""The pool for the programme."""

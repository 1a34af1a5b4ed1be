"""The pool for visitors, and the own profile."""

"""Help for every role: short pages, one task each."""

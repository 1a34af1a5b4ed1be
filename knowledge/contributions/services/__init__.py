"""Keep, fill from a text, send, and follow what becomes of it."""

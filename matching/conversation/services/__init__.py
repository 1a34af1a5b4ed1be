"""Write, read, promise; each a transaction of its own."""

"""Write to who helps, read, forget; each a transaction of its own."""

"""Mail that comes in, and who decides about it."""

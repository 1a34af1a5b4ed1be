"""A mail as bytes, made readable. No Django."""

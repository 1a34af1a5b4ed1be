"""The language model, prepared at install time."""

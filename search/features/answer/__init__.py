"""A pasted problem text and its answer package."""

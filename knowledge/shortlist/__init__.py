"""A list of pages that somebody keeps and may share."""

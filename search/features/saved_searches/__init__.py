"""A question that somebody follows, with mail about what is new."""

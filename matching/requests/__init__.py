"""A request for help, from the first word to its end."""

"""One file from which the site can be made again: the database, what people uploaded, and a list of both with hashes."""

"""Finding things, and the answer package. Others come in through search.api."""

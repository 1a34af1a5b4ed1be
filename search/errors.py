"""What can go wrong below the api; callers of the api never see these."""


class SearchUnavailableError(Exception):
    """The index is missing, locked, of another version or damaged."""

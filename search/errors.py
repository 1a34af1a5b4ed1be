"""What can go wrong below the api; callers of the api never see these."""


class SearchUnavailableError(Exception):
    """The index is missing, locked, of another version or damaged."""


class IndexGoneError(SearchUnavailableError):
    """There is no index of this version and model: perhaps one of another model took its place."""


class ModelUnavailableError(Exception):
    """The language model is damaged, or still loading: search goes by words."""


class RebuildRunningError(Exception):
    """Somebody else makes the index anew at this moment."""

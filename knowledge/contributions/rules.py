"""Who may share what was tried, and who sees what of it."""

from krachtwijken.accounts.rules import is_expert, is_gemeente, is_redactie
from krachtwijken.accounts.types import Viewer


def may_contribute(viewer: Viewer) -> bool:
    return is_gemeente(viewer) or is_expert(viewer)


def follows_contributions(viewer: Viewer) -> bool:
    """Who shares sees what became of it; the redactie sees what was sent."""
    return may_contribute(viewer) or is_redactie(viewer)

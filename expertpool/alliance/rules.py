"""Who speaks for an organisation, and for which of its people."""

from expertpool.models import ExpertProfile
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.rules import has_role
from krachtwijken.accounts.selectors import alliance_of
from krachtwijken.accounts.types import Viewer


def is_organisation(viewer: Viewer) -> bool:
    return has_role(viewer, Role.ORGANISATIE)


def speaks_for(viewer: Viewer, organisation: int | None) -> bool:
    return organisation is not None and alliance_of(viewer).filter(pk=organisation).exists()


def keeps_profile(viewer: Viewer, profile: ExpertProfile) -> bool:
    """The person said so, and takes part now; who took consent back is out of reach at once."""
    return profile.is_open and profile.user_id != viewer.pk and speaks_for(viewer, profile.organisation_id)

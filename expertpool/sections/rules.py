"""Who writes what somebody says of the own work."""

from expertpool.alliance.rules import keeps_profile
from expertpool.models import ExpertProfile
from krachtwijken.accounts.types import Viewer


def may_write(viewer: Viewer, profile: ExpertProfile) -> bool:
    """The owner; and the organisation that the owner chose, while consent holds."""
    return is_owner(viewer, profile) or keeps_profile(viewer, profile)


def is_owner(viewer: Viewer, profile: ExpertProfile) -> bool:
    return profile.user_id is not None and profile.user_id == viewer.pk

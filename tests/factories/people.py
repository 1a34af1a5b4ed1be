"""People of the pool for tests."""

from collections.abc import Sequence

from expertpool.models import ExpertProfile
from expertpool.sections.choices import write_list


def give_lists(
    profile: ExpertProfile, *, levels: Sequence[str] = (), roles: Sequence[str] = ()
) -> ExpertProfile:
    """What the factory of a test says of levels and roles, as rows."""
    write_list(profile, "levels", levels)
    write_list(profile, "roles", roles)
    profile.refresh_from_db()
    return profile

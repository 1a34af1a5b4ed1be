"""Who brings in a list, and who decides whether two are one person."""

from expertpool.alliance.rules import is_organisation, speaks_for
from expertpool.desk.rules import may_manage
from expertpool.models import PoolImport
from krachtwijken.accounts.types import Viewer


def may_import_people(viewer: Viewer) -> bool:
    return may_manage(viewer) or is_organisation(viewer)


def may_handle_import(viewer: Viewer, pool_import: PoolImport) -> bool:
    """The loket and beheer every one of the programme, an organisation its own."""
    if pool_import.organisation_id is None:
        return may_manage(viewer)
    return speaks_for(viewer, pool_import.organisation_id)


def reads_fates(viewer: Viewer) -> bool:
    """Whether somebody is in the pool is not for an organisation to learn from a list of addresses."""
    return may_manage(viewer)

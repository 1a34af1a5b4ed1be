"""Who may import, and into which centre: whoever may add a page to its section."""

from knowledge.importing.models import CaseImport
from knowledge.models import CentrePage
from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_beheer, is_redactie, may_enter_admin
from krachtwijken.accounts.types import Viewer


def may_import_into(viewer: Viewer, centre: CentrePage) -> bool:
    return (
        isinstance(viewer, User)
        and may_enter_admin(viewer)
        and centre.organisation.is_active
        and bool(centre.permissions_for_user(viewer).can_add_subpage())
    )


def may_import(viewer: Viewer) -> bool:
    """Into any centre at all. The redactie sees the page when there is no centre yet, too."""
    return is_redactie(viewer) or is_beheer(viewer) or bool(centres_open_to(viewer))


def may_see_import(viewer: Viewer, case_import: CaseImport) -> bool:
    return may_import_into(viewer, case_import.centre)


def working_centres() -> list[CentrePage]:
    """Centres that still exist, by name."""
    pages = CentrePage.objects.filter(organisation__active_until=None).select_related("organisation")
    return list(pages.order_by("sort_title", "pk"))


def centres_open_to(viewer: Viewer) -> list[CentrePage]:
    """Those that this person may import into."""
    return [centre for centre in working_centres() if may_import_into(viewer, centre)]


def centre_named(slug: str) -> CentrePage | None:
    """By the last part of its address, or by the name of its organisation in addresses."""
    return next(
        (centre for centre in working_centres() if slug in {centre.slug, centre.organisation.slug}), None
    )

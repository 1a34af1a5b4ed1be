"""Who reads along with what a centre wrote, and from when the redactie may do it."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Page, TaskState

from knowledge.models.centre import CentrePage
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.rules import is_redactie
from krachtwijken.accounts.selectors import organisations_of, users_with_role
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.working_days import last_day_of_term


class NotYoursError(PermissionDenied):
    """Somebody else has to take this step."""


class ChecklistMissingError(PermissionDenied):
    """A step of the peer review without its answers."""


def centre_of(page: Page) -> CentrePage | None:
    """In whose section this page stands; the page of the centre itself counts."""
    return CentrePage.objects.ancestor_of(page, inclusive=True).select_related("organisation").first()


def edits_everywhere(viewer: Viewer) -> bool:
    return isinstance(viewer, User) and viewer.is_active and (is_redactie(viewer) or viewer.is_superuser)


def term_of(started_at: datetime) -> datetime:
    """Until when a step that began then is for other centres only, in working days."""
    moment = timezone.localtime(started_at)
    last = last_day_of_term(moment.date(), settings.PEER_REVIEW_WORKING_DAYS)
    return moment + (last - moment.date())


def states_open_to(viewer: Viewer, states: Iterable[TaskState]) -> list[TaskState]:
    """Those of these steps that this person may take now. The number of questions does not grow with the steps."""
    if not isinstance(viewer, User) or not viewer.is_active:
        return []
    organisations = list(organisations_of(viewer))
    own = list(CentrePage.objects.filter(organisation__in=organisations).values_list("path", flat=True))
    is_peer = bool(own) and any(organisation.is_active for organisation in organisations)
    states = list(states)
    pages = Page.objects.in_bulk([int(state.workflow_state.object_id) for state in states])
    now, may_edit, found = timezone.now(), edits_everywhere(viewer), []
    for state in states:
        page = pages.get(int(state.workflow_state.object_id))
        if page is None or viewer.pk in _authors(page, state):
            continue
        is_other = is_peer and not any(page.path.startswith(path) for path in own)
        if is_other or (may_edit and now >= term_of(state.started_at)):
            found.append(state)
    return found


def peers_of(centre: CentrePage) -> list[User]:
    """Everybody of another centre that still exists, who has nothing to do with this one."""
    people = users_with_role(Role.KENNISCENTRUM)
    others = CentrePage.objects.exclude(pk=centre.pk).filter(organisation__active_until=None)
    return list(
        people.filter(organisation_memberships__organisation__page__in=others)
        .exclude(organisation_memberships__organisation=centre.organisation)
        .distinct()
    )


def editors_of(centre: CentrePage) -> list[User]:
    """Who changes what stands in its section."""
    people = users_with_role(Role.KENNISCENTRUM)
    return list(people.filter(organisation_memberships__organisation=centre.organisation).distinct())


def _authors(page: Page, state: TaskState) -> set[int | None]:
    """Whose page it is, who sent it in, and who wrote this version."""
    return {page.owner_id, state.workflow_state.requested_by_id, state.revision.user_id}

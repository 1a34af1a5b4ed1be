"""Reads of the loket. Each takes the viewer."""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from krachtwijken.accounts import rules
from krachtwijken.accounts.models import User
from krachtwijken.accounts.selectors import gemeenten_of, managed_gemeenten
from krachtwijken.accounts.types import Viewer
from matching.models import RequestDraft, SupportRequest
from matching.requests.enums import Urgency

URGENCY_ORDER = Case(
    *(When(urgency=urgency.value, then=Value(place)) for place, urgency in enumerate(Urgency)),
    output_field=IntegerField(),
)


def requests_visible_to(viewer: Viewer) -> QuerySet[SupportRequest]:
    """The loket sees all; a gemeente its own; an account manager those of the own gemeenten; others nothing."""
    requests = SupportRequest.objects.select_related("gemeente", "wijk", "owner")
    if rules.is_loket(viewer) or rules.is_beheer(viewer):
        return requests
    mine = Q(gemeente__in=gemeenten_of(viewer)) | Q(gemeente__in=managed_gemeenten(viewer))
    return requests.filter(mine)


def work_list(viewer: Viewer) -> QuerySet[SupportRequest]:
    """Most urgent first, then the longest waiting."""
    return requests_visible_to(viewer).annotate(weight=URGENCY_ORDER).order_by("weight", "created_at")


def open_draft(user: User) -> RequestDraft | None:
    """The request that this person is writing."""
    return RequestDraft.objects.filter(user=user, submitted=None).first()

"""Reads of the loket. Each takes the viewer."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from krachtwijken.accounts import rules
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import gemeenten_of, managed_gemeenten, users_with_role
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Wijk
from krachtwijken.core.text import normalise
from matching.models import RequestContact, RequestDraft, SupportRequest
from matching.requests.contacts import Contact
from matching.requests.enums import RequestStatus, Urgency
from matching.requests.rules import may_see_contact
from matching.requests.workflow import OPEN

URGENCY_ORDER = Case(
    *(When(urgency=urgency.value, then=Value(place)) for place, urgency in enumerate(Urgency)),
    output_field=IntegerField(),
)


def requests_visible_to(viewer: Viewer) -> QuerySet[SupportRequest]:
    """The loket sees all; a gemeente its own; an account manager those of the own gemeenten; others nothing."""
    requests = with_owners(SupportRequest.objects.select_related("gemeente", "wijk", "owner", "deputy"))
    if rules.is_loket(viewer) or rules.is_beheer(viewer):
        return requests
    mine = Q(gemeente__in=gemeenten_of(viewer)) | Q(gemeente__in=managed_gemeenten(viewer))
    return requests.filter(mine)


def with_owners(requests: QuerySet[SupportRequest]) -> QuerySet[SupportRequest]:
    """Says of each whether its owner still works at the loket (`SupportRequest.handler`)."""
    at_work = users_with_role(Role.LOKET).filter(pk=OuterRef("owner"))
    return requests.annotate(owner_works=Exists(at_work.order_by().values("pk")))


def owners_of(request: SupportRequest) -> dict[str, int | None]:
    """As they are stored, also of who left the loket."""
    return {"owner": request.owner_id, "deputy": request.deputy_id}


def problems_of(request: SupportRequest) -> list[str]:
    """Codes of the known problems that it is about, in their order."""
    return sorted(request.problems.values_list("code", flat=True))


def left_alone(requests: QuerySet[SupportRequest]) -> QuerySet[SupportRequest]:
    """Of these, those that nobody owns: not taken yet, or whose owner does not work at the loket any more."""
    return requests.exclude(owner__in=users_with_role(Role.LOKET).order_by().values("pk"))


def work_list(viewer: Viewer) -> QuerySet[SupportRequest]:
    """Most urgent first, then the longest waiting."""
    return requests_visible_to(viewer).annotate(weight=URGENCY_ORDER).order_by("weight", "created_at")


def late_requests(today: date) -> list[int]:
    """Keys of what may be late at all: asked before today, and not answered. Which terms passed, `clock` says."""
    waiting = SupportRequest.objects.filter(
        status__in=(RequestStatus.INGEDIEND, RequestStatus.IN_BEHANDELING), created_at__date__lt=today
    )
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def open_drafts(user: User) -> QuerySet[RequestDraft]:
    """Requests that this person began and did not send, last worked on first."""
    return RequestDraft.objects.filter(user=user, submitted=None)


def draft_at(user: User, token: str) -> RequestDraft | None:
    """The draft of this address, sent or not; without a token the one last worked on."""
    if not token:
        return open_drafts(user).first()
    return RequestDraft.objects.select_related("submitted").filter(user=user, token=token).first()


def count_open_by_problem() -> Mapping[str, int]:
    """By the code of a problem how many requests wait for help. Numbers only, the same for everybody; in one query."""
    return dict(
        counted_requests()
        .filter(status__in=OPEN, problems__isnull=False)
        .order_by()
        .values_list("problems")
        .annotate(Count("pk"))
    )


def counted_requests() -> QuerySet[SupportRequest]:
    """What public numbers count: not what is confidential until a day that is still to come."""
    secret = Q(confidential_until__gte=timezone.localdate())
    return SupportRequest.objects.exclude(secret)


def count_open_about(problems: Collection[str]) -> int:
    """How many requests wait for help with one of these problems. A number only, the same for everybody."""
    return counted_requests().filter(status__in=OPEN, problems__in=problems).distinct().count()


def wijk_named_in(text: str, user: User) -> int | None:
    """The one wijk of the own gemeente that the text names; None when it names none, or several."""
    typed = normalise(text).casefold()
    named = [
        pk
        for pk, name in Wijk.objects.filter(gemeente__in=gemeenten_of(user)).values_list("pk", "name")
        if any(
            re.search(rf"(?<!\w){re.escape(part.strip().casefold())}(?!\w)", typed)
            for part in name.split("/")
        )
    ]
    return named[0] if len(named) == 1 else None


def contacts_of(request: SupportRequest) -> list[Contact]:
    """Everybody, in their order. For who may see them: `contacts_shown_to`."""
    rows = RequestContact.objects.filter(request=request).order_by("place")
    found = [Contact(row.name, row.function, row.phone, row.email) for row in rows]
    if request.contact:
        # Of a version that knows of one person: sent while a newer one was put in its place.
        first, *others = found or [Contact()]
        return [replace(first, function=first.function or request.contact), *others]
    return found


def contacts_shown_to(viewer: Viewer, request: SupportRequest) -> list[Contact]:
    """Of whoever sees the request, but may not call the gemeente: the functions alone."""
    found = contacts_of(request)
    if may_see_contact(viewer, request):
        return found
    return [Contact(function=contact.function) for contact in found if contact.function]

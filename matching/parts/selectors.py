"""Reads of parts. Each takes the viewer."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.rules import is_expert
from krachtwijken.accounts.selectors import organisations_of, users_with_role
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.enums import OrganisationKind
from krachtwijken.core.models import Organisation
from krachtwijken.core.text import normalise
from matching.engagements.workflow import OPEN_MISSION
from matching.models import Message, SupportRequest
from matching.parts.enums import PartState
from matching.parts.models import PartQuestion
from matching.requests.rules import may_handle
from matching.requests.selectors import requests_visible_to
from matching.requests.unused_answers import UnusedAnswer


def parts_for_desk(viewer: Viewer) -> QuerySet[PartQuestion]:
    parts = PartQuestion.objects.select_related("organisation", "profile", "request", "answered_by")
    return parts if may_handle(viewer) else parts.none()


def own_parts_of(viewer: Viewer) -> QuerySet[PartQuestion]:
    """Those of the own centres, and of the own profile. What was withdrawn is nobody's any more."""
    return _parts_asked_of(viewer).exclude(state=PartState.WITHDRAWN)


def own_withdrawn_parts(viewer: Viewer) -> QuerySet[PartQuestion]:
    """For a page that says so, with the own words and not what was asked."""
    return _parts_asked_of(viewer).filter(state=PartState.WITHDRAWN)


def _parts_asked_of(viewer: Viewer) -> QuerySet[PartQuestion]:
    parts = PartQuestion.objects.select_related(
        "organisation", "profile", "request__gemeente", "request__wijk", "request__owner"
    )
    mine = Q(organisation__in=organisations_of(viewer).values("pk"))
    if is_expert(viewer):
        mine |= Q(profile__user=viewer.pk)
    return parts.filter(mine)


def parts_told(viewer: Viewer, request: SupportRequest) -> QuerySet[PartQuestion]:
    """For whoever follows the request: who thinks along, until when. Not what they say: that comes as one answer."""
    parts = PartQuestion.objects.select_related("organisation", "profile", "told_in").exclude(
        state__in=(PartState.WITHDRAWN, PartState.DECLINED)
    )
    if not requests_visible_to(viewer).filter(pk=request.pk).exists():
        return parts.none()
    return parts.filter(request=request)


def answers_told(parts: Iterable[PartQuestion]) -> list[Message]:
    """What the gemeente got of these in its thread, the first first: one answer, however many parts are in it."""
    found = {part.told_in.pk: part.told_in for part in parts if part.told_in is not None}
    return [found[pk] for pk in sorted(found)]


def answers_now(answered: Iterable[PartQuestion]) -> dict[str, str]:
    """By a name for a mark: what the one answer is made of."""
    return {f"deel{part.pk}": part.answer for part in answered}


def unanswered_parts(parts: Iterable[PartQuestion]) -> list[PartQuestion]:
    """Of one request what was asked and came to nothing: refused, or taken back without an answer. What somebody else did answer
    in the same words is answered, and asked twice is asked once."""
    rows = list(parts)
    known = {_words_of(part) for part in rows if part.state in (PartState.ANSWERED, PartState.USED)}
    found = []
    for part in rows:
        came_to_nothing = part.state == PartState.DECLINED or (
            part.state == PartState.WITHDRAWN and not part.answer
        )
        if came_to_nothing and _words_of(part) not in known:
            known.add(_words_of(part))
            found.append(part)
    return found


def find_unused_answers(request: SupportRequest, text: str) -> list[UnusedAnswer]:
    """Answered, in no answer to the gemeente yet, and not to be found in this text, however it is broken into lines."""
    parts = PartQuestion.objects.select_related("organisation", "profile")
    answered = parts.filter(request=request, state=PartState.ANSWERED).order_by("pk")
    said = _plain(text)
    return [UnusedAnswer(part.pk, part.whom) for part in answered if _plain(part.answer) not in said]


def _plain(text: str) -> str:
    return " ".join(normalise(text).casefold().split())


def _words_of(part: PartQuestion) -> str:
    return normalise(part.question).casefold()


def members_of_organisation(organisation: Organisation) -> QuerySet[User]:
    """Active people who work for this centre: who hears what is asked of it."""
    return users_with_role(Role.KENNISCENTRUM).filter(organisation_memberships__organisation=organisation)


def centres_to_ask() -> QuerySet[Organisation]:
    """That still exist, and where somebody can answer."""
    people = users_with_role(Role.KENNISCENTRUM).order_by().values("pk")
    return Organisation.objects.filter(active_until=None, memberships__user__in=people).distinct()


def centres_without_account() -> QuerySet[Organisation]:
    """Knowledge centres that still exist, and where nobody can answer."""
    centres = Organisation.objects.filter(active_until=None, kind=OrganisationKind.KENNISCENTRUM)
    return centres.exclude(pk__in=centres_to_ask().order_by().values("pk"))


def people_to_ask(request: SupportRequest) -> QuerySet[ExpertProfile]:
    """Who has a mission for this request, an account, and consents still."""
    return ExpertProfile.objects.filter(
        invitations__request=request, invitations__mission__state__in=OPEN_MISSION,
        consent_until__gte=timezone.localdate(), user__is_active=True,
    ).distinct()  # fmt: skip

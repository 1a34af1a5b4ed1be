"""Which requests ask the same: by the problems that their texts state, the nearest in meaning first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from krachtwijken.accounts.types import Viewer
from krachtwijken.core.audit import events_of
from matching.joint.enums import SessionReply
from matching.joint.models import JointMember, JointQuestion
from matching.models import SupportRequest
from matching.requests.rules import may_handle
from matching.requests.selectors import requests_visible_to
from matching.requests.workflow import TALKING
from search.api import likeness_of

# What the trail calls a session that does not go on, and one that is planned.
OFF, PLANNED = "matching.session_off", "matching.session"
# Texts that are looked at closely, and that are shown.
LOOKED_AT, SHOWN = 12, 5
KEPT_SECONDS = 24 * 3600
# With fewer requests that run there is nothing joint.
FEWEST = 2


@dataclass(frozen=True)
class Alike:
    """`likeness` as a cosine: it only orders."""

    request: SupportRequest
    shared: int
    likeness: float


@dataclass(frozen=True)
class JointShown:
    """For a gemeente: never who."""

    joint: JointQuestion
    gemeenten: int
    is_off: bool


@dataclass(frozen=True)
class LinkAtStake:
    """What a request leaves behind that ends or is taken out: the day of a session that is still to come, in words, and
    whether that goes on without it."""

    title: str
    day: str
    goes_on: bool


@dataclass(frozen=True)
class SessionShown:
    """`coming` how many other gemeenten come whose request runs, `names` of those that opened theirs to this one."""

    joint: JointQuestion
    member: JointMember
    coming: int
    names: list[str]


def alike_requests(request: SupportRequest, *, viewer: Viewer) -> list[Alike]:
    """For the loket: that still run, state a problem that this one states too, and are not linked to it."""
    if not may_handle(viewer):
        return []
    codes = list(request.problems.values_list("pk", flat=True))
    others = requests_visible_to(viewer).exclude(pk=request.pk).filter(status__in=TALKING)
    joint = joint_of(request)
    if joint is not None:
        others = others.exclude(joint_member__joint=joint)
    rows = list(
        others.annotate(shared=Count("problems", filter=Q(problems__in=codes)))
        .filter(shared__gt=0)
        .order_by("-shared", "-created_at")[:LOOKED_AT]
    )
    scores = _scores(request, rows)
    found = [Alike(row, row.shared, score) for row, score in zip(rows, scores, strict=True)]
    return sorted(found, key=lambda one: (-round(one.likeness, 3), -one.shared))[:SHOWN]


def link_at_stake(request: SupportRequest) -> LinkAtStake | None:
    """None of one that is not linked to another that still runs."""
    joint = joint_of(request)
    if joint is None:
        return None
    left = SupportRequest.objects.filter(joint_member__joint=joint, status__in=TALKING).exclude(pk=request.pk)
    number = left.count()
    is_to_come = joint.session_on is not None and joint.session_on >= timezone.localdate()
    if not number and not is_to_come:
        return None
    return LinkAtStake(joint.title, when_in_words(joint) if is_to_come else "", number >= FEWEST)


def joint_of(request: SupportRequest) -> JointQuestion | None:
    return JointQuestion.objects.filter(members__request=request).first()


def requests_in(joint: JointQuestion, *, viewer: Viewer) -> QuerySet[SupportRequest]:
    """With `joint_member`, which holds whether its gemeente comes."""
    rows = requests_visible_to(viewer).filter(joint_member__joint=joint)
    return rows.select_related("joint_member").order_by("created_at")


def joint_shown(request: SupportRequest) -> JointShown | None:
    """What a gemeente may know: how many others still ask the same, and what the loket wrote to all. Who they are, and what is
    confidential, is not in it."""
    joint = joint_of(request)
    if joint is None:
        return None
    secret = Q(confidential_until__gte=timezone.localdate())
    others = SupportRequest.objects.filter(joint_member__joint=joint, status__in=TALKING)
    others = others.exclude(gemeente=request.gemeente_id)
    count = others.exclude(secret).order_by().values("gemeente").distinct().count()
    return JointShown(joint, count, is_called_off(joint))


def is_called_off(joint: JointQuestion) -> bool:
    """A session was planned and does not go on, and nobody wrote anything since."""
    last = events_of(joint).filter(action__in=(OFF, PLANNED)).last()
    return joint.session_on is None and last is not None and last.action == OFF


def session_plan_of(joint: JointQuestion) -> dict[str, Any]:
    """What a gemeente reads before it answers."""
    return {name: getattr(joint, name) for name in ("note", "session_on", "session_time", "place")}


def when_in_words(joint: JointQuestion) -> str:
    """Of one with a day."""
    day = date_format(joint.session_on, "l j F Y") if joint.session_on else ""
    return f"{day}, {joint.session_time:%H:%M} uur" if joint.session_time else day


def session_shown(request: SupportRequest) -> SessionShown | None:
    """For the gemeente of this request. A name is read by who comes and opened the own one; what is confidential and did not
    open its name is not counted either."""
    member = JointMember.objects.filter(request=request).select_related("joint").first()
    if member is None or member.joint.session_on is None:
        return None
    others = JointMember.objects.filter(
        joint=member.joint, reply=SessionReply.COMES, request__status__in=TALKING
    )
    others = others.exclude(request__gemeente=request.gemeente_id)
    secret = Q(request__confidential_until__gte=timezone.localdate(), shows_name=False)
    rows = others.exclude(secret).order_by("request__gemeente__sort_name")
    found = list(rows.values_list("request__gemeente__name", "shows_name"))
    opened = dict.fromkeys(name for name, is_open in found if is_open)
    return SessionShown(
        member.joint, member, len({name for name, _ in found}), list(opened) if member.shows_name else []
    )


def _scores(request: SupportRequest, rows: Sequence[SupportRequest]) -> list[float]:
    """Kept a day by pair: a text that was sent does not change."""
    keys = {row.pk: f"alike:{min(row.pk, request.pk)}:{max(row.pk, request.pk)}" for row in rows}
    known = cache.get_many(keys.values())
    new = [row for row in rows if keys[row.pk] not in known]
    if new:
        scores = likeness_of(request.problem, [row.problem for row in new])
        fresh = {keys[row.pk]: score for row, score in zip(new, scores, strict=True)}
        cache.set_many(fresh, KEPT_SECONDS)
        known |= fresh
    return [known[keys[row.pk]] for row in rows]

"""Reads of the register. What everybody sees of a person is decided here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from expertpool.selectors import profiles_visible_to
from krachtwijken.accounts.rules import is_loket
from krachtwijken.accounts.selectors import gemeenten_of
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.discovery import CouplingLine
from krachtwijken.core.models import Wijk
from matching.couplings.enums import CouplingKind
from matching.couplings.models import CouplingVisit
from matching.engagements.enums import MissionState
from matching.engagements.models import Mission
from matching.models import Coupling, SupportRequest

# Of somebody of the pool whose profile is not for everybody.
SOMEBODY = {CouplingKind.EXPERT: "Deskundige uit de pool", CouplingKind.MINISTER: "Bewindspersoon"}
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class ShownCoupling:
    """`person` as everybody may read it. `visited` the last visit, `lacks_visit` when a year went by without one."""

    coupling: Coupling
    person: str
    visited: date | None
    lacks_visit: bool
    is_over: bool


def public_couplings() -> QuerySet[Coupling]:
    """Without those of a request that is confidential still."""
    secret = Q(request__confidential_until__gte=timezone.localdate())
    return Coupling.objects.exclude(secret).select_related("wijk__gemeente")


def couplings_visible_to(viewer: Viewer) -> QuerySet[Coupling]:
    """Everybody the public ones; the loket all; a gemeente its own too."""
    if is_loket(viewer):
        return Coupling.objects.select_related("wijk__gemeente")
    own = Coupling.objects.filter(wijk__gemeente__in=gemeenten_of(viewer)).order_by().values("pk")
    public = public_couplings().order_by().values("pk")
    return Coupling.objects.filter(Q(pk__in=public) | Q(pk__in=own)).select_related("wijk__gemeente")


def wijken_with_couplings() -> Sequence[Wijk]:
    """For the filter: those of which something is public."""
    coupled = public_couplings().filter(wijk=OuterRef("pk")).order_by()
    return list(Wijk.objects.filter(Exists(coupled)).select_related("gemeente"))


def shown_couplings(couplings: Iterable[Coupling]) -> list[ShownCoupling]:
    """The same few questions for any number."""
    rows, today = list(couplings), timezone.localdate()
    visible = _titles_for_everybody(rows)
    held = CouplingVisit.objects.filter(coupling__in=[row.pk for row in rows], held_on__isnull=False)
    # Oldest first, so that the last one stays.
    days = held.order_by("held_on").values_list("coupling", "held_on")
    last: dict[int, date] = {pk: day for pk, day in days if day is not None}
    return [
        ShownCoupling(
            row, _person(row, visible), last.get(row.pk),
            not row.is_over(today=today) and today - max(last.get(row.pk, row.starts_on), row.starts_on) > A_YEAR,
            row.is_over(today=today),
        )
        for row in rows
    ]  # fmt: skip


def public_lines_of_wijk(pk: int) -> Sequence[CouplingLine]:
    """For the page of a wijk: those that run, or are still to begin."""
    today = timezone.localdate()
    running = public_couplings().filter(wijk=pk).filter(Q(ends_on=None) | Q(ends_on__gte=today))
    return [
        CouplingLine(row.person, row.coupling.get_absolute_url(), row.coupling.purpose, row.visited,
                     row.coupling.is_example)
        for row in shown_couplings(running)
    ]  # fmt: skip


def written_facts(coupling: Coupling) -> dict[str, Any]:
    """What somebody writes in the register by hand: of who came by an invitation neither function nor name."""
    by_hand = () if coupling.came_by_invitation else ("function", "name")
    return {name: getattr(coupling, name) for name in (*by_hand, "kind", "purpose", "starts_on", "ends_on")}


def written_report(visit: CouplingVisit) -> dict[str, Any]:
    return {"held_on": visit.held_on, "report": visit.report}


def missions_to_couple(request: SupportRequest | None) -> QuerySet[Mission]:
    """Who said yes to the request of this coupling."""
    missions = Mission.objects.select_related("invitation__profile").filter(invitation__profile__isnull=False)
    if request is None:
        return missions.none()
    return missions.filter(invitation__request=request).exclude(state=MissionState.BROKEN_OFF)


def _titles_for_everybody(rows: list[Coupling]) -> dict[int, str]:
    """By mission the function of who came by it, if a visitor may see that profile."""
    missions = [row.mission_id for row in rows if row.mission_id is not None]
    seen = profiles_visible_to(AnonymousUser()).order_by()
    pairs = Mission.objects.filter(pk__in=missions, invitation__profile__in=seen.values("pk"))
    return dict(pairs.order_by().values_list("pk", "invitation__profile__title"))


def _person(row: Coupling, visible: dict[int, str]) -> str:
    if row.came_by_invitation:
        return visible.get(row.mission_id or 0, SOMEBODY[CouplingKind(row.kind)])
    return f"{row.name}, {row.function}" if row.name else row.function

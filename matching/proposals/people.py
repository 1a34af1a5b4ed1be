"""Whom a proposal may show to a gemeente."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils import timezone

from expertpool.conflicts.selectors import find_conflicts_of_many
from expertpool.enums import Visibility
from expertpool.models import ExpertProfile, Pause
from expertpool.selectors import candidates, profiles_visible_to
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Gemeente
from matching.advice.candidates import lock_eligible_people
from matching.advice.room import taken_room

SHOWN_TO_GEMEENTE = (Visibility.PUBLIC, Visibility.GEMEENTEN)
AWAY = "Is nu niet beschikbaar, of geeft geen toestemming."
PAUSED = "Is nu niet beschikbaar."
NO_DAYS = "Heeft nu geen dagen vrij."
NO_MISSIONS = "Neemt nu geen opdrachten aan."
ONLY_FOR_DESK = "Alleen het loket ziet dit profiel. Nodig deze persoon zelf uit."


def proposable_people(keys: Collection[str], gemeente: Gemeente) -> frozenset[str]:
    """Of these, who may be asked, whom a gemeente may see, and who may help this one."""
    rows = list(candidates().filter(pk__in=_numbers(keys), visibility__in=SHOWN_TO_GEMEENTE))
    conflicts = find_conflicts_of_many(profiles=rows, gemeente=gemeente)
    return frozenset(f"profile:{row.pk}" for row in rows if row.pk not in conflicts)


def lock_proposable_people(keys: Collection[str], gemeente: Gemeente) -> frozenset[str]:
    """The same, and until the transaction ends none of them withdraws or hides."""
    return proposable_people(lock_eligible_people(keys), gemeente)


def refusals_of_people(keys: Collection[str], gemeente: Gemeente) -> dict[str, list[str]]:
    """Why these may not be proposed to this gemeente, in Dutch sentences; who may be is not among them. For staff only."""
    numbers = _numbers(keys)
    free = {row.pk: row for row in candidates().filter(pk__in=numbers)}
    away = _why_away(set(numbers) - set(free), timezone.localdate())
    conflicts = find_conflicts_of_many(profiles=free.values(), gemeente=gemeente)
    taken = taken_room.current()(list(free))
    found: dict[str, list[str]] = {}
    for pk in numbers:
        reasons = _refusals(free[pk], taken.get(pk, 0)) if pk in free else [away.get(pk, AWAY)]
        if refusals := [*reasons, *conflicts.get(pk, [])]:
            found[f"profile:{pk}"] = refusals
    return found


def _refusals(profile: ExpertProfile, taken: int) -> list[str]:
    hidden = [ONLY_FOR_DESK] if profile.visibility not in SHOWN_TO_GEMEENTE else []
    full = (
        [f"Heeft nu geen plaats ({taken} van {profile.max_parallel})."]
        if taken >= profile.max_parallel
        else []
    )
    return [*hidden, *full]


def _why_away(pks: Collection[int], today: date) -> dict[int, str]:
    """Of who agreed to be asked and is free for nothing; of anybody else nobody says more than that."""
    rows = ExpertProfile.objects.filter(pk__in=pks, consent_until__gte=today) if pks else ()
    paused = Pause.objects.filter(profile__in=pks, starts__lte=today, ends__gte=today) if pks else None
    in_pause = set(paused.values_list("profile", flat=True)) if paused is not None else set()
    found = {}
    for row in rows:
        if row.pk in in_pause or (row.available_until is not None and row.available_until < today):
            found[row.pk] = PAUSED
        elif row.days_per_month == 0:
            found[row.pk] = NO_DAYS
        elif row.max_parallel == 0:
            found[row.pk] = NO_MISSIONS
    return found


def people_still_shown(keys: Collection[str], viewer: Viewer) -> dict[str, tuple[str, str]]:
    """Name and address by key, of those whom a gemeente may see now, and this viewer too."""
    # Of the own profile somebody sees more than others do.
    shown = Q(visibility__in=SHOWN_TO_GEMEENTE, consent_until__gte=timezone.localdate())
    rows = profiles_visible_to(viewer).filter(shown, pk__in=_numbers(keys))
    return {f"profile:{row.pk}": (row.title, row.get_absolute_url()) for row in rows}


def _numbers(keys: Collection[str]) -> list[int]:
    return [int(key.partition(":")[2]) for key in keys if key.startswith("profile:")]

"""Who sees which profile. Reads of the pool, each for a viewer."""

from functools import cache

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from expertpool.enums import Visibility
from expertpool.models import ExpertProfile, Pause, ProfileEvidence, ProfileProvince, ThemeDepth
from expertpool.models.profile import CONFIRMED_FOR, FADES_AFTER
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.types import Viewer

DESK = frozenset({Role.LOKET, Role.ACCOUNTMANAGER, Role.BEHEER})
RINGS = {
    Visibility.PUBLIC: None,
    Visibility.GEMEENTEN: frozenset({Role.GEMEENTE}) | DESK,
    Visibility.LOKET: DESK,
}

# Somebody whose account was closed cannot be asked any more; an example has no account.
TAKES_PART = Q(user=None) | Q(user__is_active=True)


def rings_of(viewer: Viewer) -> list[Visibility]:
    """Those that the viewer stands in, the widest first."""
    roles = viewer.roles if isinstance(viewer, User) else frozenset()
    return [ring for ring, allowed in RINGS.items() if allowed is None or roles & allowed]


def open_now() -> Q:
    """Consent holds, and its owner still takes part: whose ring allows it sees the profile."""
    return Q(consent_until__gte=timezone.localdate()) & TAKES_PART


def profiles_visible_to(viewer: Viewer) -> QuerySet[ExpertProfile]:
    """Profiles with consent, of people who still take part, whose ring the viewer stands in, and the own one."""
    seen = Q(visibility__in=rings_of(viewer)) & open_now()
    if isinstance(viewer, User):
        seen |= Q(user=viewer)
    return with_parts(ExpertProfile.objects.filter(seen))


def candidates() -> QuerySet[ExpertProfile]:
    """Everybody whom the loket may ask: consent given, days to spare, room for an assignment, and not away. For staff only."""
    room = Q(days_per_month__gt=0, max_parallel__gt=0)
    today = timezone.localdate()
    away = Exists(Pause.objects.filter(profile=OuterRef("pk"), starts__lte=today, ends__gte=today))
    in_time = Q(available_until=None) | Q(available_until__gte=today)
    free = ExpertProfile.objects.filter(~away, TAKES_PART, room, in_time, consent_until__gte=today)
    return with_parts(free)


def narrow_profiles(
    profiles: QuerySet[ExpertProfile], *, theme: str = "", level: str = "", role: str = ""
) -> QuerySet[ExpertProfile]:
    """Those that fit every value given; whoever sees them was decided before."""
    if theme:
        profiles = profiles.filter(theme_depths__theme=theme)
    if level:
        profiles = profiles.filter(level_rows__level=level)
    return profiles.filter(role_rows__role=role) if role else profiles


def going_to(profiles: QuerySet[ExpertProfile], province: str) -> QuerySet[ExpertProfile]:
    """Who names no province goes everywhere."""
    if not province:
        return profiles
    named = ProfileProvince.objects.filter(profile=OuterRef("pk"))
    return profiles.filter(~Exists(named) | Exists(named.filter(province=province)))


def proving_evidence() -> QuerySet[ProfileEvidence]:
    """What `ExpertProfile.counting_evidence` says of one, asked of the database for all."""
    year = timezone.localdate().year
    holds = Q(year=None) | Q(year__gt=year - FADES_AFTER) | Q(confirmed_on__year__gt=year - CONFIRMED_FOR)
    return ProfileEvidence.objects.filter(holds, counts=True)


def with_themes(profiles: QuerySet[ExpertProfile]) -> QuerySet[ExpertProfile]:
    """For lists: nothing of the account and the evidence, which they do not show."""
    themes = Prefetch("theme_depths", ThemeDepth.objects.select_related("theme"))
    return profiles.select_related(None).prefetch_related(None).prefetch_related(themes, "level_rows")


def with_parts(profiles: QuerySet[ExpertProfile]) -> QuerySet[ExpertProfile]:
    return profiles.select_related("user").prefetch_related(
        Prefetch("theme_depths", ThemeDepth.objects.select_related("theme")),
        Prefetch("evidence", ProfileEvidence.objects.select_related("page")),
        "level_rows",
        "role_rows",
    )


def audience_terms_of(profile: ExpertProfile) -> list[str]:
    """Words of which a viewer needs one, in the sense of `accounts.selectors.audience_terms`."""
    if not profile.has_consent(today=timezone.localdate()) or (profile.user and not profile.user.is_active):
        return []
    return _audience(profile.visibility, profile.user_id)


def names_with_audience() -> list[tuple[int, str, frozenset[str]]]:
    """Number and function of everybody who can be found, with the words of which a viewer needs one; one query."""
    found = ExpertProfile.objects.filter(open_now()).order_by("sort_title", "pk")
    rows = found.values_list("pk", "title", "visibility", "user")
    return [(pk, title, frozenset(_audience(ring, user))) for pk, title, ring, user in rows]


def _audience(ring: str, user: int | None) -> list[str]:
    return [*_words_of(ring), f"user:{user}"] if user else [*_words_of(ring)]


@cache
def _words_of(ring: str) -> tuple[str, ...]:
    allowed = RINGS[Visibility(ring)]
    return ("public",) if allowed is None else tuple(f"role:{role.value}" for role in sorted(allowed))

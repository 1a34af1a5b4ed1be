"""The pool as the programme sees it: levels, themes, who sees it, until when consent holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet, TextChoices
from django.utils import timezone

from expertpool.desk.rules import may_see_lapsed
from expertpool.enums import Level, Visibility
from expertpool.models import ExpertProfile, ProfileLevel, ThemeDepth
from expertpool.selectors import narrow_profiles, profiles_visible_to
from krachtwijken.accounts.models import User
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.enums import ThemeCode

SOON = timedelta(days=30)


class Consent(TextChoices):
    GIVEN = "geldig", "Geldig"
    ENDING = "bijna_verlopen", "Loopt binnen 30 dagen af"
    LAPSED = "verlopen", "Verlopen"
    NONE = "geen", "Niet gegeven of ingetrokken"


# Name in the address -> values that count; others are dropped.
FILTERS: Mapping[str, tuple[str, type[TextChoices]]] = {
    "niveau": ("Niveau", Level),
    "thema": ("Thema", ThemeCode),
    "zicht": ("Wie ziet het", Visibility),
    "toestemming": ("Toestemming", Consent),
}


# Of these the list tells more than the function.
OPEN = (Consent.GIVEN, Consent.ENDING)
# What a row shows: the words of the owner are never read for it.
SHOWN = ("title", "slug", "consent_until", "visibility", "days_per_month", "is_example")


@dataclass(frozen=True)
class ManagedProfile:
    """A row of the list. Without consent there is the function and nothing more."""

    title: str
    slug: str
    consent: Consent
    consent_until: date | None
    open: bool
    levels: list[str] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    visibility_label: str = ""
    days_per_month: int | None = None
    is_example: bool = False


def choices_for(viewer: Viewer, name: str) -> list[tuple[str, str]]:
    """Of a filter: what this person's list can hold. Whoever has no consent stands on that of beheer only."""
    choices = FILTERS[name][1].choices
    if name == "toestemming" and not may_see_lapsed(viewer):
        return [(value, label) for value, label in choices if value in OPEN]
    return choices


def consent_of(profile: ExpertProfile, *, today: date) -> Consent:
    if profile.consent_until is None:
        return Consent.NONE
    if profile.consent_until < today:
        return Consent.LAPSED
    return Consent.ENDING if profile.consent_until <= today + SOON else Consent.GIVEN


def managed_profiles(viewer: Viewer, chosen: Mapping[str, str]) -> QuerySet[ExpertProfile]:
    """Profiles with consent, and for beheer those without, that fit every chosen value; a page of them is shown through
    `row_of`. A profile without consent answers no question about its content."""
    today = timezone.localdate()
    valid = narrow_profiles(
        profiles_visible_to(viewer).filter(consent_until__gte=today),
        theme=chosen.get("thema", ""),
        level=chosen.get("niveau", ""),
    )
    if "zicht" in chosen:
        valid = valid.filter(visibility=chosen["zicht"])
    listed = Q(pk__in=valid.order_by().values("pk"))
    if may_see_lapsed(viewer) and not chosen.keys() & {"thema", "niveau", "zicht"}:
        listed |= Q(consent_until=None) | Q(consent_until__lt=today)
    if "toestemming" in chosen:
        listed &= _state(Consent(chosen["toestemming"]), today)
    themes = ThemeDepth.objects.filter(profile__consent_until__gte=today).select_related("theme")
    rows = ExpertProfile.objects.filter(listed).only(*SHOWN).order_by("sort_title", "pk")
    levels = ProfileLevel.objects.filter(profile__consent_until__gte=today)
    return rows.prefetch_related(Prefetch("theme_depths", themes), Prefetch("level_rows", levels))


def _state(consent: Consent, today: date) -> Q:
    """The same as `consent_of`, asked of the database."""
    return {
        Consent.NONE: Q(consent_until=None),
        Consent.LAPSED: Q(consent_until__lt=today),
        Consent.ENDING: Q(consent_until__gte=today, consent_until__lte=today + SOON),
        Consent.GIVEN: Q(consent_until__gt=today + SOON),
    }[consent]


def manageable_profile(viewer: User, slug: str) -> ExpertProfile | None:
    """Only while consent holds: what was withdrawn is nobody's to change."""
    return profiles_visible_to(viewer).filter(slug=slug, consent_until__gte=timezone.localdate()).first()


def row_of(profile: ExpertProfile) -> ManagedProfile:
    consent = consent_of(profile, today=timezone.localdate())
    row = ManagedProfile(
        title=profile.title,
        slug=profile.slug,
        consent=consent,
        consent_until=profile.consent_until,
        open=consent in OPEN,
    )
    if not row.open:
        return row
    return replace(
        row,
        levels=profile.level_labels,
        themes=[depth.theme.name for depth in profile.theme_depths.all()],
        visibility_label=profile.get_visibility_display(),
        days_per_month=profile.days_per_month,
        is_example=profile.is_example,
    )

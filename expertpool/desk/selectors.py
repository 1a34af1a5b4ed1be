"""The pool as the programme sees it: levels, themes, who sees it, until when consent holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch, Q, TextChoices
from django.utils import timezone

from expertpool.desk.rules import may_see_lapsed
from expertpool.enums import Level, Visibility
from expertpool.models import ExpertProfile, ThemeDepth
from expertpool.selectors import profiles_visible_to
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


@dataclass(frozen=True)
class ManagedProfile:
    """A row of the list. Without consent there is the function and nothing more."""

    title: str
    slug: str
    consent: Consent
    consent_until: date | None
    open: bool
    levels: list[str] = field(default_factory=list)
    level_values: list[str] = field(default_factory=list)
    themes: dict[str, str] = field(default_factory=dict)
    visibility: str = ""
    visibility_label: str = ""
    days_per_month: int | None = None
    is_example: bool = False


def consent_of(profile: ExpertProfile, *, today: date) -> Consent:
    if profile.consent_until is None:
        return Consent.NONE
    if profile.consent_until < today:
        return Consent.LAPSED
    return Consent.ENDING if profile.consent_until <= today + SOON else Consent.GIVEN


def managed_profiles(viewer: Viewer, chosen: Mapping[str, str]) -> list[ManagedProfile]:
    """Profiles with consent, and for beheer the names of those without, that fit every chosen value."""
    today = timezone.localdate()
    shown = (
        profiles_visible_to(viewer)
        .filter(consent_until__gte=today)
        .prefetch_related(None)
        .prefetch_related(Prefetch("theme_depths", ThemeDepth.objects.select_related("theme")))
    )
    rows = [_open_row(profile, today) for profile in shown]
    if may_see_lapsed(viewer):
        lapsed = ExpertProfile.objects.filter(Q(consent_until=None) | Q(consent_until__lt=today))
        rows += [_closed_row(profile, today) for profile in lapsed.only("title", "slug", "consent_until")]
    return sorted((row for row in rows if _fits(row, chosen)), key=lambda row: row.title)


def manageable_profile(viewer: User, slug: str) -> ExpertProfile | None:
    """Only while consent holds: what was withdrawn is nobody's to change."""
    return profiles_visible_to(viewer).filter(slug=slug, consent_until__gte=timezone.localdate()).first()


def _open_row(profile: ExpertProfile, today: date) -> ManagedProfile:
    return ManagedProfile(
        title=profile.title,
        slug=profile.slug,
        consent=consent_of(profile, today=today),
        consent_until=profile.consent_until,
        open=True,
        levels=profile.level_labels,
        level_values=list(profile.levels),
        themes={depth.theme_id: depth.theme.name for depth in profile.theme_depths.all()},
        visibility=profile.visibility,
        visibility_label=profile.get_visibility_display(),
        days_per_month=profile.days_per_month,
        is_example=profile.is_example,
    )


def _closed_row(profile: ExpertProfile, today: date) -> ManagedProfile:
    return ManagedProfile(
        title=profile.title,
        slug=profile.slug,
        consent=consent_of(profile, today=today),
        consent_until=profile.consent_until,
        open=False,
    )


def _fits(row: ManagedProfile, chosen: Mapping[str, str]) -> bool:
    """A row without consent answers no question about its content."""
    return (
        ("niveau" not in chosen or chosen["niveau"] in row.level_values)
        and ("thema" not in chosen or chosen["thema"] in row.themes)
        and ("zicht" not in chosen or chosen["zicht"] == row.visibility)
        and ("toestemming" not in chosen or chosen["toestemming"] == row.consent)
    )

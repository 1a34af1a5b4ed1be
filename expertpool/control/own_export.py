"""Everything that the pool knows of the owner of a profile, to take along."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from expertpool.models import (
    ConsentRow,
    ExcludedBy,
    ExpertProfile,
    Pause,
    PossibleDouble,
    ProfileShown,
    ProfileViews,
)
from expertpool.own_data import more_own_data
from krachtwijken.core.own_words import row_in_words

# Lists of the version before, a sort key, and whose account it is.
LEFT_OUT = ("levels", "roles", "sort_title", "user")
PART = ("profile",)
# The key opens a page without login; what those who vet wrote is between them.
OF_NOMINATION = ("profile", "token")


def data_of_owner(profile: ExpertProfile) -> dict[str, Any]:
    """In Dutch, to be read by the person it is about. Never what a gemeente asked for, such as not to work with somebody."""
    evidence = profile.evidence.select_related("page").prefetch_related("ability_rows")
    account = profile.user
    return {
        "account": {"naam": account.name, "e-mailadres": account.email} if account else {},
        **row_in_words(profile, left_out=LEFT_OUT),
        "niveaus": profile.level_labels,
        "rollen": profile.role_labels,
        "thema's": [row_in_words(row, left_out=PART) for row in profile.theme_depths.select_related("theme")],
        "talen": [str(row) for row in profile.language_rows.all()],
        "provincies": [str(row) for row in profile.province_rows.all()],
        "wijken": [str(row) for row in profile.wijk_rows.select_related("wijk")],
        "bewijs": [
            {**row_in_words(row, left_out=PART), "krachten": [str(one) for one in row.ability_rows.all()]}
            for row in evidence
        ],
        "belangen": [
            row_in_words(row, left_out=PART)
            for row in profile.interests.select_related("gemeente", "organisation")
        ],
        "uitsluitingen": [
            row.gemeente.name
            for row in profile.exclusions.filter(by=ExcludedBy.EXPERT).select_related("gemeente")
        ],
        "toestemmingen": [
            row_in_words(row, left_out=PART) for row in ConsentRow.objects.filter(profile=profile)
        ],
        "voordracht": _nomination(profile),
        "lijkt op een ander profiel": [
            {"gevonden op": timezone.localdate(row.found_at).isoformat(), "stand": row.get_state_display()}
            for row in PossibleDouble.objects.filter(Q(first=profile) | Q(second=profile))
        ],
        "te zien sinds": [
            row_in_words(row, left_out=PART) for row in ProfileShown.objects.filter(profile=profile)
        ],
        "pauzes": [row_in_words(row, left_out=PART) for row in Pause.objects.filter(profile=profile)],
        "keren bekeken": [
            row_in_words(row, left_out=PART) for row in ProfileViews.objects.filter(profile=profile)
        ],
        **more_own_data.current()(profile),
    }


def _nomination(profile: ExpertProfile) -> dict[str, Any] | None:
    """By which somebody came in, as long as it is kept."""
    nomination = getattr(profile, "nomination", None)
    return row_in_words(nomination, left_out=OF_NOMINATION) if nomination is not None else None

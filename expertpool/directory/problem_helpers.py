"""Who of the pool helps with a problem or a theme: proof in a case about it, else experience with its theme."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from expertpool.models import ExpertProfile
from expertpool.selectors import profiles_visible_to, proving_evidence
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.discovery import Helper
from krachtwijken.core.models import ProblemLabel, Theme

# Of 3; who only touched a theme is not named as somebody who helps with its problems.
ENOUGH_DEPTH = 2


def helpers_of_problem(
    viewer: Viewer, problem: ProblemLabel, pages: QuerySet[Any], most: int
) -> Sequence[Helper]:
    """At most two queries, and for each one more for the levels of who was found. Only profiles that the viewer may see,
    and only pages that the caller let through count."""
    return _helpers(viewer, problem.theme, pages, most, _worked_on)


def helpers_of_theme(viewer: Viewer, theme: Theme, pages: QuerySet[Any], most: int) -> Sequence[Helper]:
    """As `helpers_of_problem`; `pages` are those of the theme."""
    return _helpers(viewer, theme, pages, most, _worked_on_theme)


def _helpers(
    viewer: Viewer, theme: Theme | None, pages: QuerySet[Any], most: int, told: Callable[[int], str]
) -> Sequence[Helper]:
    visible = (
        profiles_visible_to(viewer).select_related(None).prefetch_related(None).prefetch_related("level_rows")
    )
    found = [_helper(profile, told(profile.proofs)) for profile in _with_proof(visible, pages)[:most]]
    if len(found) < most and theme is not None:
        because = f"Veel ervaring met {theme.name.lower()}"
        known = {helper.url for helper in found}
        deep = [_helper(profile, because) for profile in _with_depth(visible, theme)[: most + len(known)]]
        found += [helper for helper in deep if helper.url not in known]
    return found[:most]


def _with_proof(profiles: QuerySet[ExpertProfile], pages: QuerySet[Any]) -> QuerySet[Any]:
    """With `proofs`, the number of pages that prove it."""
    # Profiles first found by a subquery: the evidence of hundreds of pages would be sorted with all that a profile holds.
    proof = proving_evidence().filter(page__in=pages).order_by()
    counted = Count("evidence__page", filter=Q(evidence__in=proof.values("pk")), distinct=True)
    return (
        profiles.filter(pk__in=proof.values("profile"))
        .annotate(proofs=counted)
        .order_by("-proofs", "sort_title", "pk")
    )


def _with_depth(profiles: QuerySet[ExpertProfile], theme: Theme) -> QuerySet[ExpertProfile]:
    return (
        profiles.filter(theme_depths__theme=theme, theme_depths__depth__gte=ENOUGH_DEPTH)
        .annotate(depth=F("theme_depths__depth"))
        .order_by("-depth", "sort_title", "pk")
    )


def _worked_on(proofs: int) -> str:
    return "Werkte aan een aanpak hiervoor" if proofs == 1 else f"Werkte aan {proofs} aanpakken hiervoor"


def _worked_on_theme(proofs: int) -> str:
    return f"Werkte aan {proofs} {'aanpak' if proofs == 1 else 'aanpakken'} bij dit thema"


def _helper(profile: ExpertProfile, because: str) -> Helper:
    return Helper(
        title=profile.title,
        url=profile.get_absolute_url(),
        summary=profile.summary,
        levels=profile.level_labels,
        because=because,
        is_example=profile.is_example,
    )

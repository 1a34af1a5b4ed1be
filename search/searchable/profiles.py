"""People of the pool."""

from collections.abc import Iterable, Mapping, Sequence

from expertpool.directory.appearing import appeared_for
from expertpool.enums import EvidenceKind, Visibility
from expertpool.models import ExpertProfile, ProfileEvidence, ProfileLevel, ProfileRole, ThemeDepth
from expertpool.selectors import audience_terms_of, names_with_audience, profiles_visible_to, with_parts
from knowledge.models import CasePage
from krachtwijken.accounts.models import User
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import ProblemLabel, Theme
from search.registry import SearchableType, register
from search.types import LINK_PREFIX, TOUCHED_PREFIX, Document, Kind


def build_profile(profile: ExpertProfile) -> Document | None:
    audience = audience_terms_of(profile)
    if not audience:
        return None
    # What somebody else said of a person is for gemeenten and the loket: of a public profile no visitor finds it.
    hidden = {EvidenceKind.REFERENCE} if profile.visibility == Visibility.PUBLIC else set()
    shown = [row for row in profile.counting_evidence() if row.kind not in hidden]
    evidence = [(row.title, row.text or row.title) for row in shown]
    return Document(
        Kind.PROFILE,
        profile.pk,
        profile.title,
        [("", profile.summary), ("Ervaring", profile.about), *evidence],
        audience,
        [depth.theme_id for depth in profile.theme_depths.all()],
        [*_touched(shown), *_worked_on(shown)],
        facts=[*profile.level_labels, *profile.role_labels],
    )


def _touched(evidence: Sequence[ProfileEvidence]) -> list[str]:
    """The known problems of the practices that somebody worked on."""
    pages = _live_pages(evidence)
    if not pages:
        return []
    codes = ProblemLabel.objects.filter(cases__in=pages).order_by("code").values_list("code", flat=True)
    return [f"{TOUCHED_PREFIX}:{code}" for code in codes.distinct()]


def _worked_on(evidence: Sequence[ProfileEvidence]) -> list[str]:
    return [f"{LINK_PREFIX}:{Kind.CASE}:{pk}" for pk in sorted(_live_pages(evidence))]


def _live_pages(evidence: Sequence[ProfileEvidence]) -> set[int]:
    return {row.page.pk for row in evidence if row.page is not None and row.page.live}


def all_profiles() -> Iterable[ExpertProfile]:
    return with_parts(ExpertProfile.objects.all())


def visible_profiles(viewer: Viewer, pks: Sequence[int]) -> Iterable[ExpertProfile]:
    return profiles_visible_to(viewer).filter(pk__in=pks).prefetch_related(None).order_by()


def profile_titles(viewer: Viewer, pks: Sequence[int]) -> Mapping[int, str]:
    profiles = profiles_visible_to(viewer).filter(pk__in=pks).order_by()
    return dict(profiles.values_list("pk", "title"))


def profile_badges(profile: ExpertProfile) -> Sequence[str]:
    return tuple(profile.level_labels)


register(
    SearchableType(
        kind=Kind.PROFILE,
        model=ExpertProfile,
        label="Persoon",
        tab="Mensen",
        build=build_profile,
        candidates=all_profiles,
        visible=visible_profiles,
        titles=profile_titles,
        badges=profile_badges,
        depends_on={
            Theme: "theme_depths__theme",
            ThemeDepth: "theme_depths",
            ProfileEvidence: "evidence",
            CasePage: "evidence__page",
            ProfileLevel: "level_rows",
            ProfileRole: "role_rows",
            User: "user",
        },
        suggested_as="Mensen",
        names=names_with_audience,
        is_news=True,
        dates=appeared_for,
        is_evidence=True,
    )
)

"""People of the pool."""

from collections.abc import Iterable, Mapping, Sequence

from expertpool.models import ExpertProfile, ProfileEvidence, ThemeDepth
from expertpool.selectors import audience_terms_of, profiles_visible_to, with_parts
from krachtwijken.accounts.models import User
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Theme
from search.registry import SearchableType, register
from search.types import Document, Kind


def build_profile(profile: ExpertProfile) -> Document | None:
    audience = audience_terms_of(profile)
    if not audience:
        return None
    evidence = [(row.title, row.text or row.title) for row in profile.evidence.all() if row.counts]
    return Document(
        Kind.PROFILE,
        profile.pk,
        profile.title,
        [("", profile.summary), ("Ervaring", profile.about), *evidence],
        audience,
        [depth.theme_id for depth in profile.theme_depths.all()],
        facts=[*profile.level_labels, *profile.role_labels],
    )


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
            User: "user",
        },
        is_evidence=True,
    )
)

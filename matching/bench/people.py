"""Made-up people of the pool, each with an account; of some the consent is over."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from expertpool.enums import EvidenceKind, ExpertRole, Level, Visibility
from expertpool.models import ExpertProfile, ProfileEvidence, ProfileLevel, ProfileRole, ThemeDepth
from knowledge.models import CasePage
from krachtwijken.accounts.models import User
from krachtwijken.core.models import ProblemLabel, Theme
from matching.bench.tree import AT_ONCE
from matching.bench.words import Words

AT_LEAST = {"levels": 1, "roles": 1, "themes": 2, "evidence": 3}
# As often as in the example content: most are seen by everybody.
RINGS = [Visibility.PUBLIC] * 8 + [Visibility.GEMEENTEN, Visibility.LOKET]
# Of so many, one gave no consent and of one it ended.
WITHOUT_CONSENT = 20


def make_profiles(words: Words, count: int) -> None:
    themes, problems = list(Theme.objects.all()), list(ProblemLabel.objects.all())
    cases = list(CasePage.objects.values_list("pk", flat=True))
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        users = User.objects.bulk_create(
            User(email=f"persoon-{number}@bench.example", password=make_password(None)) for number in numbers
        )
        profiles = ExpertProfile.objects.bulk_create(
            _profile(words, number, user, words.some(problems, 1))
            for number, user in zip(numbers, users, strict=True)
        )
        ThemeDepth.objects.bulk_create(
            ThemeDepth(profile=profile, theme=theme, depth=words.pick.randint(1, 3))
            for profile in profiles
            for theme in words.some(themes, AT_LEAST["themes"])
        )
        ProfileLevel.objects.bulk_create(
            ProfileLevel(profile=profile, level=level)
            for profile in profiles
            for level in words.some(Level.values, AT_LEAST["levels"])
        )
        ProfileRole.objects.bulk_create(
            ProfileRole(profile=profile, role=role)
            for profile in profiles
            for role in words.some(ExpertRole.values, AT_LEAST["roles"])
        )
        _add_evidence(words, profiles, cases)


def _profile(words: Words, number: int, user: User, about: list[ProblemLabel]) -> ExpertProfile:
    pick = words.pick
    return ExpertProfile(
        user=user, title=words.phrase(4)[:120], slug=f"bench-{number}", summary=words.text(9),
        about=words.text(22, about), seeing=pick.randint(0, 3),
        connecting=pick.randint(0, 3), support=pick.randint(0, 3), days_per_month=pick.randint(0, 4),
        area=words.phrase(2), visibility=RINGS[number % len(RINGS)], consent_until=_consent(number),
    )  # fmt: skip


def _consent(number: int) -> date | None:
    place = number % WITHOUT_CONSENT
    if place == WITHOUT_CONSENT - 1:
        return None
    days = -10 if place == WITHOUT_CONSENT - 2 else 10 * (1 + place)
    return timezone.localdate() + timedelta(days=days)


def _add_evidence(words: Words, profiles: Sequence[ExpertProfile], cases: Sequence[int]) -> None:
    pick = words.pick
    rows: list[dict[str, Any]] = []
    for profile in profiles:
        for _ in range(words.number(AT_LEAST["evidence"])):
            case = pick.choice(cases) if cases else None
            rows.append({"profile": profile, "page_id": case, "year": pick.randint(2005, 2025)})
    kind = EvidenceKind.CASE
    ProfileEvidence.objects.bulk_create(
        ProfileEvidence(**row, kind=kind, title=words.phrase(4), text=words.text(6)) for row in rows
    )

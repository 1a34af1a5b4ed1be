"""The example people: full, proven by the example cases, and nobody's real name."""

from typing import Any

import pytest
import yaml
from django.utils.text import slugify

from expertpool.directory.examples import DATA, load_example_profiles
from expertpool.models import Exclusion, ExpertProfile, Interest, Pause, ProfileEvidence
from krachtwijken.core.privacy import find_personal_data, names_person

WHOLE = 60
PIECES = 3


@pytest.fixture
def examples(site_tree: Any) -> list[ExpertProfile]:
    for _ in range(2):
        load_example_profiles()
    return list(ExpertProfile.objects.filter(is_example=True).prefetch_related("evidence"))


def test_sixty_people_with_three_pieces_of_work_each(examples: list[ExpertProfile]) -> None:
    assert len(examples) == WHOLE
    assert {profile.evidence.count() for profile in examples} == {PIECES}
    for profile in examples:
        assert profile.counting_evidence(), profile.title
        assert profile.origin, profile.title
        for name in ("level_rows", "role_rows", "theme_depths", "language_rows"):
            assert getattr(profile, name).exists(), (profile.title, name)
    assert Interest.objects.count() > 15
    assert Exclusion.objects.count() > 5
    assert Pause.objects.count() > 5


def test_no_text_names_anybody_or_says_the_same_twice(examples: list[ExpertProfile]) -> None:
    texts = [row.text for row in ProfileEvidence.objects.all()]
    texts += [text for profile in examples for text in (profile.summary, profile.about)]
    assert len(set(texts)) == len(texts)
    assert [text for text in texts if find_personal_data(text)] == []
    assert [profile.title for profile in examples if names_person(profile.title)] == []


def test_work_points_at_cases_that_are_there() -> None:
    rows = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    slugs = {item["case_slug"] for row in rows for item in row["evidence"] if item.get("case_slug")}
    folder = DATA.parents[2] / "knowledge" / "data" / "examples"
    known = {
        row.get("slug") or slugify(row["title"])
        for path in folder.glob("cases_*.yaml")
        for row in yaml.safe_load(path.read_text("utf-8"))
    }
    assert slugs <= known
    assert len(slugs) > 40

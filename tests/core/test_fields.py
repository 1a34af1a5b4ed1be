"""A short list of values in one column: what a query may ask of it."""

import pytest

from expertpool.models import ExpertProfile


@pytest.mark.parametrize(
    ("kept", "wanted", "found"),
    [
        (["bestuurlijk"], "bestuurlijk", True),
        (["bewoner", "bestuurlijk"], "bestuurlijk", True),
        ([], "bestuurlijk", False),
        (["bestuurlijk"], "bestuur", False),
        (["bestuur"], "bestuurlijk", False),
        (['zeg "ja"', "nee"], "ja", False),
        (['zeg "ja"'], 'zeg "ja"', True),
        (["coördinatie"], "coördinatie", True),
        (["100%_x"], "100%_x", True),
        (["1007x"], "100%_x", False),
        (["a, b"], "a", False),
    ],
)
def test_includes_finds_whole_values_only(db: None, kept: list[str], wanted: str, found: bool) -> None:
    ExpertProfile.objects.create(title="Iemand", slug="iemand", summary="Kort.", about="Lang.", levels=kept)
    assert ExpertProfile.objects.filter(levels__includes=wanted).exists() is found
    assert ExpertProfile.objects.exclude(levels__includes=wanted).exists() is not found

"""Who helps with a problem: proof before experience, and only whom the viewer may see."""

from typing import Any

from django.contrib.auth.models import AnonymousUser

from expertpool.directory.problem_helpers import helpers_of_problem
from expertpool.enums import EvidenceKind, Visibility
from expertpool.models import ProfileEvidence, ThemeDepth
from knowledge.models import CasePage
from krachtwijken.core.models import ProblemLabel
from tests.expertpool.test_pool import make_profile
from tests.factories.pages import make_case

VISITOR = AnonymousUser()
PROBLEM = "WO12"


def found(most: int = 6) -> list[tuple[str, str]]:
    problem = ProblemLabel.objects.select_related("theme").get(pk=PROBLEM)
    pages = CasePage.objects.filter(problems=problem).values("pk")
    return [(helper.title, helper.because) for helper in helpers_of_problem(VISITOR, problem, pages, most)]


def prove(profile: Any, *cases: Any, **fields: Any) -> None:
    for case in cases:
        ProfileEvidence.objects.create(
            profile=profile, kind=EvidenceKind.CASE, title="Werk", page=case, **fields
        )


def test_most_proof_comes_first_then_the_deepest_experience(site_tree: Any) -> None:
    cases = [make_case(problems=(PROBLEM,)) for _ in range(2)]
    for title, depth in (("Kent het thema", 2), ("Kent het thema goed", 3), ("Raakte het thema", 1)):
        ThemeDepth.objects.create(profile=make_profile(title), theme_id="wonen", depth=depth)
    prove(make_profile("Deed er een"), cases[0])
    prove(make_profile("Deed er twee"), *cases)
    assert found() == [
        ("Deed er twee", "Werkte aan 2 aanpakken hiervoor"),
        ("Deed er een", "Werkte aan een aanpak hiervoor"),
        ("Kent het thema goed", "Veel ervaring met wonen"),
        ("Kent het thema", "Veel ervaring met wonen"),
    ]


def test_who_has_proof_and_experience_is_named_once(site_tree: Any) -> None:
    profile = make_profile("Kan beide")
    ThemeDepth.objects.create(profile=profile, theme_id="wonen", depth=3)
    case = make_case(problems=(PROBLEM,))
    # The same case twice is one approach.
    prove(profile, case, case)
    assert found() == [("Kan beide", "Werkte aan een aanpak hiervoor")]


def test_proof_that_does_not_count_any_more_is_none(site_tree: Any) -> None:
    prove(make_profile("Lang geleden"), make_case(problems=(PROBLEM,)), counts=False)
    prove(make_profile("Iets anders"), make_case(problems=("VE01",)))
    assert found() == []


def test_who_may_not_be_seen_is_not_named_and_no_more_than_asked_for(site_tree: Any) -> None:
    case = make_case(problems=(PROBLEM,))
    for number in range(3):
        prove(make_profile(f"Iemand {number}"), case)
    prove(make_profile("Aanwezig maar verborgen", Visibility.LOKET), case)
    assert [title for title, _ in found(most=2)] == ["Iemand 0", "Iemand 1"]
    assert "Aanwezig maar verborgen" not in dict(found())

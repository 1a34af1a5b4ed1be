"""What the answer package names, and how sure it says to be."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser

from knowledge.models import CentreIndexPage, CentrePage, CentreProblem
from krachtwijken.core.models import Organisation
from search.features.answer.selectors import Item, Section, package_for
from search.retrieval.find_for_problem import CLEAR
from search.types import Hit, Kind, ProblemHit

PROBLEM = "Jongeren hangen op straat en er is veel overlast en vernieling."


def make_centre(name: str, *, active_until: int | None) -> None:
    organisation = Organisation.objects.create(
        name=name, slug=name.lower(), kind="kenniscentrum", active_until=active_until
    )
    page = CentrePage(title=name, slug=name.lower(), summary="Jongeren op straat.", organisation=organisation)
    page.problem_offers = [
        CentreProblem(problem_id="VE03", weight=3),
        CentreProblem(problem_id="VE04", weight=3),
    ]
    CentreIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()


def test_centre_that_ended_is_found_but_not_advised(
    search_index: Any, run_outbox: Callable[[], int], client: Any
) -> None:
    make_centre("Oud", active_until=2012)
    make_centre("Nieuw", active_until=None)
    run_outbox()
    assert "Oud" in client.get("/zoeken/?q=jongeren+op+straat").content.decode()

    package = package_for(PROBLEM, viewer=AnonymousUser())

    centres = next(section for section in package.sections if section.title == "Kenniscentra")
    assert [item.found.hit.title for item in centres.items] == ["Nieuw"]


def test_section_says_when_nothing_clearly_fits() -> None:
    hit = Hit(Kind.CASE, 1, "Aanpak", "/kennis/aanpak/", "Kort.", 1.0)
    weak, strong = (Item(ProblemHit(hit, score)) for score in (CLEAR - 0.05, CLEAR + 0.05))
    assert Section("case", "Aanpakken", "Niets", [weak, weak]).is_near_only
    assert not Section("case", "Aanpakken", "Niets", [weak, strong]).is_near_only
    assert not Section("case", "Aanpakken", "Niets", []).is_near_only

"""What the answer package names, and how sure it says to be."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from knowledge.models import CentreIndexPage, CentrePage, CentreProblem
from krachtwijken.core.models import Organisation
from search.engine.centre_routing import route
from search.features.answer.selectors import Item, Section, package_for
from search.retrieval.find_for_problem import Fit, chance_to_be_clear
from search.types import Hit, Kind, ProblemHit
from tests.factories.pages import make_case

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
    assert [item.match.hit.title for item in centres.items] == ["Nieuw"]


def test_section_says_when_nothing_clearly_fits() -> None:
    hit = Hit(Kind.CASE, 1, "Aanpak", "/kennis/aanpak/", "Kort.", 1.0)
    clear = chance_to_be_clear(Kind.CASE)
    weak, strong = (Item(ProblemHit(hit, score)) for score in (clear - 0.05, clear + 0.05))
    near = Section("case", "Aanpakken die passen", "Niets", [weak, weak])
    assert (near.is_near_only, near.heading) == (True, "Aanpakken die erop lijken")
    fitting = Section("case", "Aanpakken die passen", "Niets", [weak, strong])
    assert fitting.heading == "Aanpakken die passen"
    assert not Section("case", "Aanpakken", "Niets", [weak, strong]).is_near_only
    assert not Section("case", "Aanpakken", "Niets", []).is_near_only


def test_first_address_of_a_problem_that_is_likely_clearly_fits() -> None:
    (score,) = (score for _, score, _ in route({"VE03": 0.4}, {1: {"VE03": 3}}))
    hit = Hit(Kind.CENTRE, 1, "Centrum", "/centra/centrum/", "Kort.", 1.0)
    assert not Section(Kind.CENTRE, "Kenniscentra", "Niets", [Item(ProblemHit(hit, score))]).is_near_only


NONSENSE = "asdf qwer zxcv asdf jklo fghj"


def test_text_without_a_problem_is_told_so_and_names_nobody(
    search_index: Any, run_outbox: Callable[[], int], client: Any
) -> None:
    make_centre("Nieuw", active_until=None)
    run_outbox()
    answer = client.post("/antwoord/", {"text": NONSENSE}, follow=True).content.decode()
    assert "Wij herkennen hier geen probleem in" in answer
    assert "kw-why" not in answer
    assert "Kenniscentra</h2>" not in answer, "five empty sections say one thing five times"
    assert f"{NONSENSE}</textarea>" in answer, "the text is there to be changed"
    assert 'name="probleem"' in answer, "the reader can still say what it is about"


def test_text_without_a_problem_gets_an_answer_when_the_reader_says_what_it_is_about(
    search_index: Any, run_outbox: Callable[[], int], client: Any
) -> None:
    make_centre("Nieuw", active_until=None)
    run_outbox()
    address = client.post("/antwoord/", {"text": NONSENSE}).headers["Location"]
    answer = client.get(f"{address}?gekozen=1&probleem=VE03").content.decode()
    assert "Nieuw" in answer
    assert "dat zou gokken zijn" not in answer


def test_answer_sends_who_asks_for_no_gemeente_to_the_page_of_the_loket(
    search_index: Any, as_role: Any
) -> None:
    for role, start in (
        ("redactie", "/loket/"),
        ("loket", "/loket/"),
        ("gemeente", "/loket/aanvraag/?pakket="),
    ):
        answer = as_role(role).post("/antwoord/", {"text": PROBLEM}, follow=True).content.decode()
        assert f'kw-button--primary" href="{start}' in answer, role


def test_what_fits_less_well_stands_behind_a_click_where_a_problem_was_named(
    search_index: Any, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_case(title="Past er minder bij")
    shown = [Fit(f"case:{case.pk}", 0.3, is_further=True)]
    monkeypatch.setattr(
        "search.retrieval.find_for_problem.fits_for_problem",
        lambda *_, kind, further, **__: shown if kind == Kind.CASE and further else [],
    )
    address = client.post("/antwoord/", {"text": PROBLEM}).headers["Location"]
    named = client.get(address, {"gekozen": "1", "probleem": "VE03"}).content.decode()
    assert named.index("Wij vonden geen aanpak") < named.index("Past er minder bij")
    assert "Lijkt er een beetje op</summary>" not in named
    assert "Lijkt er een beetje op (1)" in named
    unnamed = client.get(address, {"gekozen": "1"}).content.decode()
    assert "Past er minder bij" not in unnamed

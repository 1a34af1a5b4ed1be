"""The meter of completeness and the hints about reading: what they count, and that they never get in the way."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client

from knowledge.models import CaseCondition, CaseIndexPage, CaseOutcome, PracticePage
from knowledge.writing.completeness import CORE
from knowledge.writing.panel import help_for_page, help_for_post
from knowledge.writing.readability import read_readability, writing_hints
from tests.factories.pages import make_case

EASY = (
    "Wij gingen langs de deur. Elke week een straat. Wij vroegen wat er speelt. Dat hielp ons heel erg goed."
)
LONG = (
    "Wij gingen met alle buren van de straat elke week op een vaste dag langs de deur om te vragen wat er in de buurt "
    "speelt en wat wij daar samen aan kunnen doen."
)
HARD = (
    "Interdisciplinaire samenwerkingsverbanden faciliteren gemeentelijke beleidsontwikkeling. Professionals implementeren "
    "integrale ondersteuningsarrangementen. Evaluatieonderzoek rapporteert verbeterde leefbaarheidsindicatoren overal. "
    "Vervolgfinanciering ontbreekt vooralsnog helaas."
)


def test_lix_is_words_per_sentence_and_the_share_of_long_words() -> None:
    read = read_readability("De kat zit op de verwarming vandaag. " * 3)
    assert read is not None
    # 21 words in 3 sentences; verwarming and vandaag are long: 6 of 21.
    assert (read.words, read.lix) == (21, round(7 + 100 * 6 / 21))


@pytest.mark.parametrize("text", ["", "Kort.", "een twee drie", "12 34 56 " * 20, EASY])
def test_short_and_easy_texts_get_no_hints(text: str) -> None:
    assert writing_hints(text) == []


def test_long_sentence_is_named_and_cut() -> None:
    (hint,) = writing_hints(LONG)
    assert "Eén zin is langer dan 20 woorden" in hint
    assert "Wij gingen met alle buren" in hint
    assert "speelt en wat wij" not in hint


def test_hard_words_are_named_as_lix() -> None:
    assert any("LIX" in hint for hint in writing_hints(HARD))


def test_meter_of_a_page_counts_fields_and_rows(site_tree: Any) -> None:
    page = make_case(themes=("wonen",)).specific
    before = help_for_page(page).completeness
    assert before.missing_required == ["aanpak"]
    page.outcomes = [CaseOutcome(indicator="Klachten", source="Telling")]
    page.conditions = [CaseCondition(text="Een plek")]
    page.costs_min = 0
    after = help_for_page(page).completeness
    assert len(after.filled) == len(before.filled) + 3
    assert after.total == len(CORE)


def test_new_page_can_be_looked_at(site_tree: Any) -> None:
    assert help_for_page(PracticePage()).completeness.filled == []


def test_meter_of_a_form_that_is_being_written() -> None:
    data = QueryDict(mutable=True)
    data.update(
        {"title": "Huiskamer", "approach-count": "1", "outcomes-TOTAL_FORMS": "2", "outcomes-0-DELETE": "1",
         "conditions-TOTAL_FORMS": "1", "conditions-0-DELETE": "on", "summary": "   ", "results": LONG}
    )  # fmt: skip
    told = help_for_post(data)
    assert {"titel", "aanpak", "uitkomsten", "wat kwam eruit"} == set(told.completeness.filled)
    assert [label for label, _ in told.hints] == ["wat kwam eruit"]


@pytest.mark.parametrize("count", ["", "veel", "-1", "9" * 40, "½"])
def test_junk_in_the_form_is_no_error(count: str) -> None:
    data = QueryDict(mutable=True)
    data.update({"approach-count": count, "outcomes-TOTAL_FORMS": count, "title": "\ud83d"})
    assert help_for_post(data).completeness.total == len(CORE)


def test_form_shows_the_panel_and_the_script_gets_an_answer(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    call_command("set_up_roles", verbosity=0)
    editor = as_role("redactie")
    shown = editor.get(
        f"/admin/pages/add/knowledge/practicepage/{CaseIndexPage.objects.get().pk}/"
    ).content.decode()
    assert f"0 van {len(CORE)} vragen hebben een antwoord." in shown
    answer = editor.post("/admin/schrijfhulp/", {"title": "<b>Huiskamer</b>", "results": LONG})
    assert f"2 van {len(CORE)} vragen" in answer.content.decode()
    assert editor.get("/admin/schrijfhulp/").status_code == 405


def test_others_get_no_help(db: None, as_role: Callable[..., Client]) -> None:
    assert as_role("gemeente").post("/admin/schrijfhulp/", {"title": "x"}).status_code == 403

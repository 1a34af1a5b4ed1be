"""Places with an official and a usual name are the same place, whichever is typed or written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from search.engine.dutch.analysis import grams, tokens, words
from search.engine.dutch.places import as_usually_called, official_words
from search.features.did_you_mean.selectors import did_you_mean
from search.features.suggestions import selectors
from tests.factories.pages import make_case
from tests.search.finding import VISITOR, found

HAGUE = [
    "Den Haag",
    "den haag",
    "'s-Gravenhage",
    "’s-Gravenhage",
    "‘s Gravenhage",
    "s Gravenhage",
    "Gravenhage",
    "'S-GRAVENHAGE",
]


@pytest.mark.parametrize("name", HAGUE)
def test_every_way_to_write_a_place_gives_the_same_words(name: str) -> None:
    assert words(name) == ["den", "haag"]
    assert tokens(f"armoede in {name}!") == tokens("armoede in Den Haag!")


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("’s-Hertogenbosch", "Den Bosch"),
        ("Hertogenbosch", "Den Bosch"),
        ("Fryslân", "Friesland"),
        ("Súdwest-Fryslân", "Zuidwest Friesland"),
        ("De Fryske Marren", "De Friese Meren"),
    ],
)
def test_other_places_with_two_names(written: str, other: str) -> None:
    assert words(written) == words(other)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("In ’s-Gravenhage hangen jongeren rond", "In Den Haag hangen jongeren rond"),
        ("armoede s gravenhage", "armoede Den Haag"),
        ("Súdwest-Fryslân en Fryslan", "Zuidwest-Friesland en Friesland"),
        ("'s-Gravenzande", "'s-Gravenzande"),
    ],
)
def test_model_reads_the_usual_name(typed: str, read: str) -> None:
    assert as_usually_called(typed) == read


@pytest.mark.parametrize(
    "text", ["'s-Gravenzande", "Gravenhagen", "de graven", "'s avonds", "Hertogen", "Bosch"]
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert not {"den", "haag"} <= set(words(text))
    assert "den bosch" not in " ".join(words(text))


def test_official_words_come_with_the_usual_name_only() -> None:
    assert official_words(("wonen", "in", "den", "haag")) == ["s", "gravenhage"]
    assert official_words(("haag",)) == official_words(("den",)) == []


def test_number_shares_no_piece_with_another_number() -> None:
    assert not set(grams("2024")) & set(grams("2023"))
    assert grams("2024") == ["_2024_"]


@pytest.mark.parametrize("asked", HAGUE)
def test_page_is_found_under_either_name(any_index: Any, run_outbox: Callable[[], int], asked: str) -> None:
    make_case(title="Schoolontbijt", problem_text="Armoede in ’s-Gravenhage.")
    make_case(title="Soepbus", problem_text="Armoede in Den Haag.")
    make_case(title="Speelveld", problem_text="Armoede in Gouda.")
    run_outbox()
    assert set(found(asked)) == {"Schoolontbijt", "Soepbus"}
    assert found(f"{asked} armoede")[:2] == found("Den Haag armoede")[:2]
    assert did_you_mean(asked, viewer=VISITOR) == ""


@pytest.mark.parametrize(
    "asked", ["coördinatie", "coo\u0308rdinatie", "co\u00adordinatie", "CO\u00d6RDINATIE"]
)
def test_word_is_found_however_its_accents_were_typed_and_whatever_nobody_sees(
    any_index: Any, run_outbox: Callable[[], int], asked: str
) -> None:
    for number, word in enumerate(
        ("coördinatie", "coo\u0308rdinatie", "coördi\u00adnatie", "coördi\u200bnatie")
    ):
        make_case(title=f"Aanpak {number}", problem_text=f"De {word} ontbreekt.")
    run_outbox()
    assert len(found(asked)) == 4
    assert did_you_mean(asked, viewer=VISITOR) == ""


@pytest.mark.parametrize("asked", ["Wij zijn er", "wij zijn er!", "Hier en nu", "“Hier en nu”", "’t is er"])
def test_page_called_by_words_that_say_nothing_is_found_by_its_name(
    any_index: Any, run_outbox: Callable[[], int], asked: str, client: Client
) -> None:
    for title in ("Wij zijn er", "Hier en nu", "'t Is er", "Wij zijn er voor de wijk", "Aanpak"):
        make_case(title=title)
    run_outbox()
    names = [hit.title for hit in client.get("/zoeken/", {"q": asked}).context["results"].hits]
    assert [words(name) for name in names] == [words(asked)]


def test_words_that_say_nothing_and_name_no_page_get_a_reason_and_nothing_else(
    any_index: Any, run_outbox: Callable[[], int], client: Client
) -> None:
    make_case(title="Wij zijn er voor de wijk")
    run_outbox()
    page = client.get("/zoeken/", {"q": "wij zijn er"})
    assert not page.context["results"].hits
    assert "er staat geen woord in" in page.content.decode()


@pytest.fixture
def fresh_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors.names_cache, "seconds", 0.0)
    selectors.names_cache.forget()


@pytest.mark.parametrize("asked", ["grav", "'s-grav", "s gravenh", "den ha", "haag"])
def test_place_is_suggested_by_the_beginning_of_either_name(
    any_index: Any, fresh_names: None, run_outbox: Callable[[], int], client: Client, asked: str
) -> None:
    make_case(title="Soep in Den Haag")
    run_outbox()
    groups = client.get("/zoeken/aanvullen/", {"q": asked}).json()["groups"]
    assert "Soep in Den Haag" in [item["text"] for group in groups for item in group["items"]]


def test_suggestion_that_would_find_nothing_is_not_made(
    any_index: Any, fresh_names: None, run_outbox: Callable[[], int], client: Client
) -> None:
    make_case(title="Soepbus", problem_text="Eenzame ouderen in Arnhem.", themes=("wonen",))
    run_outbox()

    def offered(query: str) -> list[tuple[str, str]]:
        groups = client.get("/zoeken/aanvullen/", {"q": query}).json()["groups"]
        return [(item["text"], item["url"]) for group in groups for item in group["items"]]

    assert "Arnhem" in [text for text, _ in offered("arnh")]
    # A page leads to itself; what asks a question leads to its answer.
    questions = [
        (text, address)
        for query in ("arnh", "maastr", "veilig", "wonen", "overlast", "wmo", "wij")
        for text, address in offered(query)
        if "?" in address
    ]
    for text, address in questions:
        shown = client.get(address).context
        count = shown["results"].total if "results" in shown else shown["page_obj"].paginator.count
        assert count, f"{text} leads to nothing"


def test_number_is_never_suggested_for_another_number(
    any_index: Any, fresh_names: None, run_outbox: Callable[[], int], client: Client
) -> None:
    make_case(title="Verslag 2023")
    run_outbox()
    assert client.get("/zoeken/aanvullen/", {"q": "verslag 2024"}).json()["total"] == 0
    assert client.get("/zoeken/aanvullen/", {"q": "verslag 2023"}).json()["total"] == 1

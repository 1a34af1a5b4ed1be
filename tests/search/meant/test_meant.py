"""Did you mean: near words, and never a hidden one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from search.engine.dutch.spelling import Vocabulary, VocabularyCounter, correct
from search.indexing.rebuild import rebuild_index
from search.indexing.vocabulary.services import vocabulary_cache
from search.types import Document
from tests.factories.pages import make_case

ANY = lambda typed, other: True  # noqa: E731


def mend(text: str, **counts: int) -> str:
    return correct(text, Vocabulary(counts), ANY)


def test_unknown_word_gets_the_nearest_and_the_rest_stays_as_typed() -> None:
    assert mend("Hulp bij  schuldhulpverleenning, graag", schuldhulpverlening=4) == (
        "Hulp bij  schuldhulpverlening, graag"
    )


def test_of_equally_near_words_the_most_used_is_named() -> None:
    assert mend("wijkagemt", wijkagent=9, wijkagens=1) == "wijkagent"


@pytest.mark.parametrize(
    "text",
    [
        "wijkagent",
        "bomen",
        "zorgwoning",
        "de",
        "xq",
        "2024",
        "wijk-agent",
        "qqqqxxzz",
        "'s-Gravenhage",
        "s gravenhage",
        "Gravenhage",
        "’s-Hertogenbosch",
        "coo\u0308rdinatie",
    ],
)
def test_right_word_or_hopeless_one_is_left_alone(text: str) -> None:
    assert mend(text, wijkagent=9, bomenplan=3, zorgwoningen=2, boven=5, gravenhagen=9, coördinatie=2) == ""


def test_number_is_never_another_number() -> None:
    assert (
        mend("jeugdwerk 2024 wijkagemt", wijkagent=9, jeugdwerk=2, **{"2023": 9})
        == "jeugdwerk 2024 wijkagent"
    )
    assert mend("covid19", covid18=9) == ""


def test_accents_are_no_mistakes() -> None:
    assert mend("coordinatie", coördinatie=3) == ""
    assert mend("coordinattie", coördinatie=3) == "coördinatie"


def test_at_most_a_few_words_are_mended() -> None:
    assert mend("wijkagemt " * 5, wijkagent=9).split() == ["wijkagent"] * 3 + ["wijkagemt"] * 2


def test_long_text_is_not_questioned() -> None:
    assert mend("wijkagemt " * 13, wijkagent=9) == ""


def test_words_survive_being_stored() -> None:
    kept = Vocabulary.from_bytes(Vocabulary({"wijkagent": 3, "coördinatie": 1}).to_bytes())
    assert dict(kept.counts) == {"wijkagent": 3, "coördinatie": 1}
    assert Vocabulary.from_bytes(Vocabulary({}).to_bytes()).counts == {}


def test_only_public_documents_are_counted() -> None:
    counting = VocabularyCounter()
    documents = [
        Document("case", 1, "Openbare titel", [("", "wijkagent")], ["public"]),
        Document("case", 2, "Besloten titel", [("", "geheimschrift")], ["role:loket"]),
    ]
    assert list(counting.count(documents)) == documents
    assert set(counting.counts) == {"openbare", "titel", "wijkagent"}


@given(
    st.text(max_size=200), st.dictionaries(st.text(min_size=1, max_size=12), st.integers(1, 9), max_size=9)
)
def test_any_query_and_any_words(text: str, counts: dict[str, int]) -> None:
    correct(text, Vocabulary(counts), ANY)


@pytest.fixture
def meant_index(search_index: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    vocabulary_cache.forget()
    return search_index


def page(client: Client, query: str, **extra: str) -> str:
    return client.get("/zoeken/", {"q": query, **extra}).content.decode()


def test_visitor_gets_a_link_to_the_near_word(meant_index: Any, client: Client) -> None:
    make_case(title="Speelgroen voor portieken")
    rebuild_index()
    shown = page(client, "spelgroenn")
    assert "Bedoelde u:" in shown
    assert "/zoeken/?q=speelgroen" in shown
    assert 'value="spelgroenn"' in shown
    assert "Bedoelde u:" not in page(client, "speelgroen")


def test_queries_stay_few_with_many_mistakes(
    meant_index: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        make_case(title=f"Speelgroen nummer {number}")
    rebuild_index()
    with django_assert_max_num_queries(30):
        assert "Bedoelde u:" in page(client, "spelgroenn speelgroem spellgroen speelgroeen speelgroenm")


def test_word_of_a_hidden_page_is_never_suggested(
    meant_index: Any, client: Client, as_role: Callable[..., Client]
) -> None:
    case = make_case(title="Zwaluwstaartproject", summary="Binnenskamers.")
    rebuild_index()
    assert "zwaluwstaartproject" in page(client, "zwaluwstaartprojekt").split("Bedoelde u:")[1][:200]
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    # At once: the words counted before still hold it, and so does the index.
    assert "Bedoelde u:" not in page(client, "zwaluwstaartprojekt")
    rebuild_index()
    assert "Bedoelde u:" not in page(client, "zwaluwstaartprojekt")
    assert "zwaluwstaartproject" not in vocabulary_cache.current().counts


def test_word_that_is_new_since_the_counting_is_not_questioned(
    meant_index: Any, client: Client, run_outbox: Callable[[], int]
) -> None:
    make_case(title="Speelgroen voor portieken")
    rebuild_index()
    make_case(title="Spelgroent in de hof")
    run_outbox()
    assert "Bedoelde u:" not in page(client, "spelgroent")


def test_without_counted_words_or_index_search_goes_on(meant_index: Any, client: Client) -> None:
    assert "Bedoelde u:" not in page(client, "spelgroenn")
    make_case(title="Speelgroen voor portieken")
    rebuild_index()
    (meant_index.store.folder / "format").unlink()
    meant_index.store.view = None
    assert client.get("/zoeken/", {"q": "spelgroenn"}).status_code == 200

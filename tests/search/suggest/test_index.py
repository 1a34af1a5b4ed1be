"""Names by the beginning of words, by what is inside, and nearly."""

from hypothesis import given
from hypothesis import strategies as st

from search.features.suggestions.index import Name, SuggestIndex

INDEX = SuggestIndex(
    Name("t", text)
    for text in (
        "Jongeren op straat", "De wijkagent in de wijk", "Agenten in de buurt", "Coördinatie van zorg",
        "Schuldhulpverlening voor jongeren", "Straatcoaches",
    )
)  # fmt: skip


def texts(query: str) -> list[str]:
    return [name.text for name in INDEX.find(query, 10)]


def test_first_word_comes_before_later_words_and_those_before_insides() -> None:
    assert texts("agent") == ["Agenten in de buurt", "De wijkagent in de wijk"]
    assert texts("straat") == ["Straatcoaches", "Jongeren op straat"]


def test_every_typed_word_must_fit_in_any_order() -> None:
    assert texts("jong straat") == ["Jongeren op straat"]
    assert texts("straat jong") == ["Jongeren op straat"]
    assert texts("jong boom") == []


def test_accents_and_small_mistakes_are_forgiven() -> None:
    assert texts("coordin") == ["Coördinatie van zorg"]
    assert texts("schludhulp") == ["Schuldhulpverlening voor jongeren"]
    assert texts("jogneren") == ["Jongeren op straat", "Schuldhulpverlening voor jongeren"]


def test_too_little_or_nothing_finds_nothing() -> None:
    assert texts("") == texts("j") == texts("!?") == texts("qxz") == []


@given(st.text(max_size=300))
def test_any_text_can_be_typed(text: str) -> None:
    assert len(INDEX.find(text, 3)) <= 3

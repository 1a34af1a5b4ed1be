"""What the answer says of how much of a text was understood, and how a reader adds what was not."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from django.http import QueryDict

from search.engine.pairs.readings import read_problem
from search.features.answer.addresses import MOST_CHOSEN, address_of, chosen_problems, chosen_sentences
from search.features.answer.hints import hints_for
from search.features.answer.models import ProblemStatement
from search.features.answer.services import keep_statement
from search.retrieval.recognise import MissedSentence, Understanding, named_problems, understanding_of
from tests.search.pairs import made

SAYS_IT_ALL = (
    "Wij zoeken hulp. In onze wijk hebben 80 gezinnen schulden. Vorig jaar hebben wij huisbezoeken geprobeerd, maar veel "
    "mensen deden niet open, en wie wel opendeed wilde niet over geld praten met iemand van de gemeente die zij niet kenden."
)
MISSED = "Het gaat er niet goed."


def test_sentence_that_states_something_nameless_is_missed() -> None:
    models = made.models(with_meaning=False)
    problem = read_problem(
        "Jongeren hebben schulden. De straat is vuil. Het is een mooie dag.", models.recogniser, None
    )
    assert understanding_of(problem, models) == Understanding(2, [])
    logits = problem.logits.copy()
    logits[1] = [-9, -9, -9]
    unnamed = understanding_of(replace(problem, logits=logits), models)
    assert unnamed == Understanding(2, [MissedSentence(1, "De straat is vuil.", [])])
    assert unnamed.understood == 1


def test_guesses_are_what_a_missed_sentence_may_state_and_was_not_named() -> None:
    models = made.models(with_meaning=False)
    problem = read_problem("Jongeren hebben schulden. De straat is vuil.", models.recogniser, None)
    _named, other = models.recogniser.codes

    def guessed(chances: list[float]) -> list[str]:
        logits = np.array([[3, -9, -9], [*chances, -9]], dtype=np.float32)
        (missed,) = understanding_of(replace(problem, logits=logits), models).missed
        return list(missed.guesses)

    # Of both a chance of .12: the first was named for the other sentence.
    assert guessed([-2, -2]) == [other]
    assert guessed([-2, -4.6]) == [], "a chance of .01 is no guess"


def test_text_that_states_nothing_has_nothing_missed() -> None:
    models = made.models(with_meaning=False)
    nothing = read_problem("Het is een mooie dag.", models.recogniser, None)
    assert understanding_of(nothing, models) == Understanding(0, [])
    assert understanding_of(read_problem("", models.recogniser, None), models) == Understanding(0, ())


def test_reader_is_asked_to_add_what_was_missed_before_anything_else() -> None:
    assert hints_for(SAYS_IT_ALL, ["WE05"]) == []
    assert hints_for(SAYS_IT_ALL, ["WE05"], missed=2) == [
        "Kies hierboven een probleem bij de zinnen die wij niet begrepen."
    ]


@pytest.mark.parametrize(
    ("address", "codes", "places"),
    [
        ("gekozen=1&probleem=WO11&probleem=", ["WO11"], {}),
        ("gekozen=1&probleem=WO11.3&probleem=WO11.5", ["WO11"], {"WO11": [3, 5]}),
        ("gekozen=1&probleem=WO11.3.5&probleem=VE03", ["WO11", "VE03"], {"WO11": [3, 5]}),
        ("gekozen=1&probleem=.3&probleem=VE03.-1&probleem=VE04.9999", ["VE03", "VE04"], {}),
        ("gekozen=1&probleem=WO11." + "1." * 99, ["WO11"], {"WO11": [1] * MOST_CHOSEN}),
    ],
)
def test_address_says_which_problem_was_chosen_for_which_sentence(
    address: str, codes: list[str], places: dict[str, list[int]]
) -> None:
    assert chosen_problems(QueryDict(address)) == codes
    assert chosen_sentences(QueryDict(address)) == places


def test_address_keeps_the_sentences_that_a_problem_was_chosen_for() -> None:
    kept = address_of("answer_detail", "abc", ["VE03", "WO11"], {"VE03": [3, 5]})
    sent = QueryDict(kept.partition("?")[2])
    assert (chosen_problems(sent), chosen_sentences(sent)) == (["VE03", "WO11"], {"VE03": [3, 5]})
    assert address_of("answer_detail", "abc", None, {"VE03": [3]}) == address_of("answer_detail", "abc", None)


def test_sentence_that_is_quoted_counts_as_understood() -> None:
    models = made.models(with_meaning=False)
    problem = read_problem("De straat is vuil. Het is een mooie dag.", models.recogniser, None)
    logits = problem.logits.copy()
    # Unsure whether it states anything (.5), and sure enough to name what.
    logits[0, -1] = 0
    unsure = replace(problem, logits=logits)
    assert [sentence for _, sentence, _ in named_problems(unsure, models)] == ["De straat is vuil."]
    assert understanding_of(unsure, models) == Understanding(1, [])


@pytest.fixture
def half_understood(search_index: Any, monkeypatch: pytest.MonkeyPatch) -> ProblemStatement:
    monkeypatch.setattr(
        "search.features.answer.selectors.understand",
        lambda text: Understanding(2, [MissedSentence(1, MISSED, ["VE03"])]),
    )
    return keep_statement(text=f"Er zijn veel schulden. {MISSED}")


def test_sentence_that_was_missed_gets_a_problem_from_the_reader(
    half_understood: ProblemStatement, client: Any
) -> None:
    address = f"/antwoord/{half_understood.token}/"
    page = client.get(address).content.decode()
    assert "Wij begrepen" not in page or "1 van de 2 zinnen" in page
    assert "Deze zinnen begrepen wij niet goed" in page
    guess = page.index('<input type="checkbox" id="zin-1-VE03" name="probleem" value="VE03.1">')
    assert guess < page.index('value="WO11.1"'), "what it may state comes before the whole list"

    chosen = client.get(f"{address}?gekozen=1&probleem=WO11.1").content.decode()
    assert "Deze zinnen begrepen wij niet" not in chosen
    assert f"U schrijft: “{MISSED}”" in chosen
    assert 'value="WO11.1" checked' in chosen, "the choice stays with the sentence"


def test_sentence_comes_back_when_its_problem_is_switched_off(
    half_understood: ProblemStatement, client: Any
) -> None:
    page = client.get(f"/antwoord/{half_understood.token}/?gekozen=1&probleem=").content.decode()
    assert "Deze zinnen begrepen wij niet" in page


def test_nothing_is_claimed_to_be_understood_that_was_not(
    half_understood: ProblemStatement, client: Any
) -> None:
    page = client.get(f"/antwoord/{half_understood.token}/").content.decode()
    assert "Uw tekst zegt veel" not in page
    assert "Kies hierboven een probleem bij de zinnen" in page or "Zeg in één zin wat er misgaat" in page

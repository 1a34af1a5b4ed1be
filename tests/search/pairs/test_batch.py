"""Every problem beside every candidate."""

import pytest

from search.engine.pairs.batch import rank_batch
from search.types import Evidence
from tests.search.pairs.made import models

DEBT = Evidence("Geld", "Helpt jongeren die schulden hebben bij de bank. Belt elke week.")
DIRT = Evidence("", "Houdt de straat schoon van vuil met bewoners. Veegt elke dag.")
PROBLEM = "Veel jongeren hebben schulden bij de bank. Verder is het een mooie wijk om te wonen."


@pytest.mark.parametrize("with_meaning", [True, False])
def test_candidate_that_speaks_of_the_problem_comes_first(with_meaning: bool) -> None:
    ((right, wrong),) = rank_batch([PROBLEM], [[DEBT], [DIRT]], models(with_meaning=with_meaning))
    assert 0 <= wrong.score < right.score <= 1


def test_reason_is_the_sentence_that_states_the_problem() -> None:
    ((right, wrong),) = rank_batch([PROBLEM], [[DEBT], [DIRT]], models())
    assert right.problem_sentence == "Veel jongeren hebben schulden bij de bank."
    assert right.evidence_sentence == "Helpt jongeren die schulden hebben bij de bank."
    assert (wrong.problem_sentence, wrong.evidence_sentence) == ("", "")


def test_no_reason_when_no_sentence_states_a_problem() -> None:
    ((only,),) = rank_batch(["Bij de bank is het elke week een mooie dag."], [[DEBT]], models())
    assert (only.problem_sentence, only.evidence_sentence) == ("", "")


def test_no_reasons_without_a_language_model() -> None:
    ((right, _),) = rank_batch([PROBLEM], [[DEBT], [DIRT]], models(with_meaning=False))
    assert right.evidence_sentence == ""


@pytest.mark.parametrize("text", ["", "…", "?!", "12", "שלום", "a"])
def test_text_without_words_gives_a_score_and_no_error(text: str) -> None:
    rows = list(rank_batch([text, PROBLEM], [[DEBT], [], [Evidence("", "")]], models()))
    assert [len(row) for row in rows] == [3, 3]
    assert all(0 <= score.score <= 1 for row in rows for score in row)


def test_no_candidates_give_empty_rows() -> None:
    assert list(rank_batch([PROBLEM], [], models())) == [[]]


def test_piece_of_two_candidates_counts_for_both() -> None:
    ((one, other, third),) = rank_batch([PROBLEM], [[DEBT], [DEBT], [DIRT]], models())
    assert one.score == other.score > third.score
    assert one.evidence_sentence == other.evidence_sentence != ""


def test_large_batch_also_counts_topics() -> None:
    """From 200 pieces on words count by topic too; the order stays."""
    others = [
        [Evidence("", f"Aanpak nummer {number} over vuil op straat {number}.")] for number in range(220)
    ]
    ((right, *rest),) = rank_batch([PROBLEM], [[DEBT], *others], models())
    assert right.score > max(score.score for score in rest)

"""Which sentence of a piece answers which sentence of a problem."""

import numpy as np
import pytest

from search.engine.pairs import reasons as choosing
from search.engine.pairs.readings import PieceReading, ProblemReading, read_problem
from search.engine.pairs.reasons import Reason, best_reasons, pair_up
from search.engine.pairs.sentences import bank_of
from tests.fakes import WordEmbedder
from tests.search.pairs.made import reason_model, recogniser

DEBT, DIRT = 0, 1
TEXT = "Jongeren hebben hier grote schulden. De stoep ligt vol vuil en rommel. Het is een mooie dag vandaag."
HELPS_WITH_DEBT = "Helpt jongeren die grote schulden hebben."
HELPS_WITH_DIRT = "Ruimt elke week vuil en rommel van de stoep."


def problem() -> ProblemReading:
    embedder = WordEmbedder()
    return read_problem(TEXT, recogniser(embedder), embedder)


def reasons_of(
    *pieces: str, owners: list[int], shared: list[int | None] | None = None, least: float = 0.5
) -> list[Reason | None]:
    embedder = WordEmbedder()
    read = [PieceReading("", text, None, np.zeros(2, np.float32), {}) for text in pieces]
    bank = bank_of(read, embedder.passages, recogniser(embedder))
    asked = problem()
    pairs = pair_up(asked, bank, np.zeros(len(read), np.float32), np.zeros((len(read), 2), np.float32))
    return best_reasons(
        asked, bank, pairs, reason_model(least), np.array(owners)[bank.pieces], max(owners) + 1, shared
    )  # fmt: skip


def sentences(reason: Reason | None) -> tuple[str, str]:
    assert reason is not None
    return reason.problem_sentence, reason.evidence_sentence


def test_every_candidate_gets_the_surest_of_its_own_sentences() -> None:
    debt, dirt = reasons_of(HELPS_WITH_DEBT, HELPS_WITH_DIRT, owners=[0, 1])
    assert sentences(debt) == ("Jongeren hebben hier grote schulden.", HELPS_WITH_DEBT)
    assert sentences(dirt) == ("De stoep ligt vol vuil en rommel.", HELPS_WITH_DIRT)


def test_no_reason_below_the_bar() -> None:
    assert reasons_of(HELPS_WITH_DEBT, owners=[0], least=1.0) == [None]


def test_only_the_sentence_that_states_what_is_shared_counts() -> None:
    both = f"{HELPS_WITH_DEBT} {HELPS_WITH_DIRT}"
    (of_debt,) = reasons_of(both, owners=[0], shared=[DEBT])
    (of_dirt,) = reasons_of(both, owners=[0], shared=[DIRT])
    assert sentences(of_debt)[0] == "Jongeren hebben hier grote schulden."
    assert sentences(of_dirt)[0] == "De stoep ligt vol vuil en rommel."


def test_sentence_that_states_nothing_gives_no_reason() -> None:
    assert reasons_of("Het is een mooie dag vandaag.", owners=[0]) == [None]


def test_only_finalists_are_judged_closely(monkeypatch: pytest.MonkeyPatch) -> None:
    """With room for one, what shares fewer words does not get there."""
    monkeypatch.setattr(choosing, "FINALISTS", 1)
    (reason,) = reasons_of(f"{HELPS_WITH_DIRT} Ruimt de stoep.", owners=[0])
    assert sentences(reason)[1] == HELPS_WITH_DIRT

"""What the reader of an answer switches on and off."""

from search.engine.pairs.readings import choose_problems, read_problem
from search.engine.recognition import chances_of, stated_chances
from tests.search.pairs.made import recogniser

CODES = ("DEBT", "DIRT")


def chances(chosen: set[str] | None) -> dict[str, float]:
    problem = read_problem("Jongeren hebben schulden.", recogniser(), None)
    read = choose_problems(problem, CODES, {"DEBT"}, chosen)
    return dict(zip(CODES, chances_of(read.logits[:, :2].max(axis=0)).tolist(), strict=True))


def test_nothing_chosen_leaves_what_was_recognised() -> None:
    assert chances(None) == chances({"DEBT"})
    assert chances(None)["DEBT"] > 0.9 > 0.1 > chances(None)["DIRT"]


def test_problem_switched_off_is_not_said() -> None:
    assert chances(set())["DEBT"] < 0.01


def test_problem_added_is_as_sure_as_a_clear_sentence() -> None:
    assert chances({"DEBT", "DIRT"})["DIRT"] > 0.9


def test_problem_added_counts_where_no_sentence_states_anything() -> None:
    problem = read_problem("Het is een mooie dag.", recogniser(), None)
    assert stated_chances(problem.logits).max() < 0.1
    read = choose_problems(problem, CODES, set(), {"DIRT"})
    debt, dirt = stated_chances(read.logits).max(axis=0)
    assert dirt > 0.9
    assert debt < 0.1


def test_statements_leave_out_greeting_and_signature() -> None:
    problem = read_problem(
        "Beste collega,\n\nJongeren hebben schulden.\n\nMet vriendelijke groet,\nHet team", recogniser(), None
    )
    assert problem.statements == ["Jongeren hebben schulden."]

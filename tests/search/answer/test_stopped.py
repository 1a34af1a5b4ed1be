"""What was given up or made no difference is a lesson: it stands last, warns, and no sentence of it is cited as an answer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

from search.engine.pairs.reasons import Reason
from search.retrieval.find_for_problem import Fit, _shown
from search.types import ProblemHit
from tests.factories.pages import make_case

WHY = Reason("Ouders kennen de voorschool niet.", "De school belde ouders op.", 0.9)
LESSONS = [
    pytest.param({"status": "gestopt"}, "Dit is gestopt.", id="stopped"),
    pytest.param({"evidence_level": "X"}, "maakte geen verschil.", id="no effect"),
    pytest.param({"status": "gestopt", "evidence_level": "X"}, "Dit is gestopt.", id="both"),
]


def shown(lesson: dict[str, str]) -> list[ProblemHit]:
    given_up, going = make_case(title="Een les", **lesson), make_case(title="Loopt", status="loopt")
    fits = [Fit(f"case:{given_up.pk}", 0.9, WHY), Fit(f"case:{going.pk}", 0.8, WHY)]
    return _shown(fits, AnonymousUser())


@pytest.mark.parametrize(("lesson", "warning"), LESSONS)
def test_lesson_stands_last_without_a_sentence_as_reason(
    search_index: Any, run_outbox: Callable[[], int], lesson: dict[str, str], warning: str
) -> None:
    going, given_up = shown(lesson)
    assert (going.hit.title, given_up.hit.title) == ("Loopt", "Een les")
    assert going.reason is not None
    assert given_up.reason is None


@pytest.mark.parametrize(("lesson", "warning"), LESSONS)
def test_lesson_warns(search_index: Any, rf: RequestFactory, lesson: dict[str, str], warning: str) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    pages = [
        render_to_string(
            "search/parts/answer_item.html",
            {"match": match, "hit": match.hit, "is_judged": True, "request": request},
        )
        for match in shown(lesson)
    ]
    assert [warning in page for page in pages] == [False, True]

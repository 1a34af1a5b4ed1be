"""What pages show beside their own fields, registered per page type."""

from typing import Any

import pytest
from django.http import HttpRequest

from knowledge.models import CasePage, ContentPage, PracticePage
from krachtwijken.core import page_context as contexts
from krachtwijken.core.page_context import context_of_page, page_context


@pytest.fixture(autouse=True)
def only_those_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "_contexts", {})


def test_page_type_without_a_registration_adds_nothing(db: None) -> None:
    assert context_of_page(HttpRequest(), ContentPage()) == {}


def test_type_that_extends_another_shows_what_both_give_and_its_own_wins(db: None) -> None:
    @page_context(PracticePage)
    def practice(request: HttpRequest, page: Any) -> dict[str, Any]:
        return {"of": "practice", "own": page.title}

    @page_context(CasePage)
    def case(request: HttpRequest, page: Any) -> dict[str, Any]:
        return {"of": "case", "both": True}

    page = PracticePage(title="Buurtfeest")
    assert context_of_page(HttpRequest(), page) == {"of": "practice", "own": "Buurtfeest", "both": True}
    assert context_of_page(HttpRequest(), CasePage()) == {"of": "case", "both": True}


def test_second_context_of_one_type_is_refused() -> None:
    page_context(CasePage)(lambda request, page: {})
    with pytest.raises(ValueError, match="CasePage has a context already"):
        page_context(CasePage)(lambda request, page: {})

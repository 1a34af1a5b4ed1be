"""What somebody finds of the documents of a test."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import Client

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from search.api import find
from search.types import Kind, SearchFilters
from tests.factories.accounts import UserFactory

# Words that stand nowhere but in the document of a test.
CANARY = "Kwartelkoning"
OLD, NEW = "Zilverreiger", "Waterspitsmuis"
VISITOR = AnonymousUser()
DOCUMENTS = SearchFilters(kinds=(Kind.DOCUMENT.value,))


def found_by(viewer: Any, query: str = CANARY) -> list[int]:
    """Documents found; asserts that total and facets tell of nothing else."""
    results = find(query, viewer=viewer)
    documents = [hit.pk for hit in results.hits if hit.kind == Kind.DOCUMENT]
    assert results.total == len(results.hits)
    return documents


def counted(viewer: Any, query: str = CANARY) -> int:
    kinds = next((facet for facet in find(query, viewer=viewer).facets if facet.name == "soort"), None)
    return sum(option.count for option in kinds.options if option.value == Kind.DOCUMENT) if kinds else 0


def assert_gone(search_index: Any, document_pk: int, viewer: Any = VISITOR, query: str = CANARY) -> None:
    """Neither found nor counted, and the word is nowhere in what a visitor gets."""
    assert found_by(viewer, query) == []
    assert counted(viewer, query) == 0
    page = Client().get("/zoeken/", {"q": query}).content.decode()
    assert page.count(query) == page.replace("<mark", "").count(query)
    assert "broedt hier" not in page
    assert f"/documents/{document_pk}/" not in page


def login(role: Role) -> User:
    return UserFactory(role=role.value)

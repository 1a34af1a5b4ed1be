"""A new page type is one registration; one that nobody thought of is a mistake that the checks tell."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.checks import run_checks
from django.test import Client
from wagtail.models import PAGE_MODEL_CLASSES, Page
from wagtail.signals import page_published

from knowledge.models import SchemeIndexPage
from search import registry
from search.features.clear_matches import news_kinds
from search.features.suggestions.selectors import names_cache
from search.registry import SearchableType, leave_out, register, unregister
from search.searchable.pages import live_pages, page_document, visible_pages
from search.stores.search_index import SearchIndex
from search.types import Document
from tests.search.finding import found


@pytest.fixture
def event_page() -> Iterator[type[Page]]:
    """A page type that search has never heard of."""

    class EventPage(SchemeIndexPage):
        template = "knowledge/content_page.html"

        class Meta:
            proxy = True
            app_label = "knowledge"

    yield EventPage
    PAGE_MODEL_CLASSES.remove(EventPage)
    del apps.all_models["knowledge"]["eventpage"]
    apps.clear_cache()
    ContentType.objects.clear_cache()


@pytest.fixture
def registered(event_page: type[Page]) -> Iterator[type[Page]]:
    def build_event(page: Any) -> Document | None:
        return page_document("event", page, [("Waar", "In het buurthuis")])

    register(
        SearchableType(
            kind="event", model=event_page, label="Bijeenkomst", tab="Bijeenkomsten", build=build_event,
            candidates=partial(live_pages, event_page), visible=visible_pages(event_page),
            suggested_as="Bijeenkomsten", is_news=True,
        )
    )  # fmt: skip
    yield event_page
    unregister("event")


def make_event(event_page: type[Page], site_tree: Any) -> Page:
    page = event_page(title="Lampionoptocht", slug="lampionoptocht", summary="Samen door de straat.")
    site_tree.add_child(instance=page)
    publish(page)
    return page


def publish(page: Page) -> None:
    """Wagtail publishes a proxy as what it stands for; of a page type with a table of its own it sends this itself."""
    page.save()
    page_published.send(sender=type(page), instance=page, revision=None)


def complaints(model: type[Page]) -> list[str]:
    return [
        str(error.id) for error in run_checks() if error.obj is model and str(error.id).startswith("search.")
    ]


def test_page_type_neither_registered_nor_left_out_is_an_error(event_page: type[Page]) -> None:
    assert complaints(event_page) == ["search.E001"]


def test_page_type_that_is_registered_is_no_error(registered: type[Page]) -> None:
    assert complaints(registered) == []


def test_page_type_that_was_left_out_is_no_error(
    event_page: type[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_left_out", dict(registry._left_out))
    leave_out(event_page, "of this test")
    assert complaints(event_page) == []


def test_every_page_type_of_the_site_is_accounted_for() -> None:
    assert [error for error in run_checks() if error.id == "search.E001"] == []


def test_kind_is_registered_once(registered: type[Page]) -> None:
    event = registry.type_of("event")
    assert event is not None
    with pytest.raises(ValueError, match="event is registered already"):
        register(event)


def test_new_page_type_is_found_labelled_and_followed_by_its_registration_alone(
    search_index: SearchIndex,
    registered: type[Page],
    site_tree: Any,
    run_outbox: Callable[[], int],
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(names_cache, "seconds", 0.0)
    names_cache.forget()
    page = make_event(registered, site_tree)
    run_outbox()
    assert found("lampionoptocht") == ["Lampionoptocht"]
    assert found("buurthuis", kinds=("event",)) == ["Lampionoptocht"], "its sections, and its filter"
    shown = client.get("/zoeken/?q=lampionoptocht").content.decode()
    assert "Bijeenkomsten" in shown, "its tab"
    assert '<span class="kw-badge">Bijeenkomst</span>' in shown, "its label"
    assert "Lampionoptocht" in client.get("/zoeken/aanvullen/?q=lampion").content.decode()
    assert "event" in news_kinds()
    page.title = "Fakkeltocht"
    publish(page)
    run_outbox()
    assert found("fakkeltocht") == ["Fakkeltocht"]
    page.unpublish()
    assert found("fakkeltocht") == [], "gone at once, before the worker came by"
    run_outbox()
    assert f"event:{page.pk}" not in search_index.document_keys()


def test_new_page_type_is_in_a_rebuilt_index(
    search_index: SearchIndex, registered: type[Page], site_tree: Any
) -> None:
    page = make_event(registered, site_tree)
    search_index.rebuild(registry.all_documents())
    assert f"event:{page.pk}" in search_index.document_keys()

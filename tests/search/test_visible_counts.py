"""Finds, total and counts are what brute force over the database gives, also while the index lags (bar S6)."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from knowledge.cases.selectors import cases_visible_to
from knowledge.models import CasePage
from search import api
from search.engine.ranking import RankedDocument
from search.retrieval.access import visible_rows, visible_titles
from search.stores.search_index import SearchIndex
from search.types import Kind, SearchFilters
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_case

THEMES = ("wonen", "werken", "veiligheid")
CHANGES = ("none", "unpublish", "login", "group", "password", "delete")


def change(case: CasePage, how: str, group: Group) -> None:
    if how == "unpublish":
        CasePage.objects.filter(pk=case.pk).update(live=False)
    elif how == "delete":
        case.specific.delete()
    elif how != "none":
        kind = {"group": "groups"}.get(how, how)
        restriction = PageViewRestriction.objects.create(page=case, restriction_type=kind, password="x")
        restriction.groups.set([group] if how == "group" else [])


class UndoError(Exception):
    """Leave everything in the database as it was."""


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    plan=st.lists(
        st.tuples(st.sampled_from(THEMES), st.sampled_from(CHANGES), st.sampled_from(CHANGES)),
        min_size=2,
        max_size=5,
    ),
    chosen=st.sets(st.sampled_from(THEMES), max_size=2),
)
def test_finds_total_and_counts_equal_brute_force_while_the_index_lags(
    any_index: SearchIndex,
    run_outbox: Callable[[], int],
    plan: list[tuple[str, str, str]],
    chosen: set[str],
) -> None:
    try:
        with transaction.atomic():
            look(any_index, run_outbox, plan, chosen)
            raise UndoError
    except UndoError:
        any_index.rebuild([])


def look(
    engine: SearchIndex,
    run_outbox: Callable[[], int],
    plan: list[tuple[str, str, str]],
    chosen: set[str],
) -> None:
    group = Group.objects.create(name="leesgroep")
    member, stranger = UserFactory(), UserFactory()
    member.groups.add(group)
    cases = [make_case(title="Speelgroen", themes=(theme,)) for theme, _, _ in plan]
    for case, (_, before, _) in zip(cases, plan, strict=True):
        change(case, before, group)
    run_outbox()
    indexed = engine.document_keys()
    # From here on the index lags: nobody works the outbox off.
    for case, (_, before, after) in zip(cases, plan, strict=True):
        if before == "none":
            change(case, after, group)
    for viewer in (AnonymousUser(), member, stranger):
        agrees(viewer, indexed, chosen)


def agrees(viewer: Any, indexed: set[str], chosen: set[str]) -> None:
    seen = [
        case
        for case in cases_visible_to(viewer).filter(title="Speelgroen").prefetch_related("themes")
        if f"case:{case.pk}" in indexed
    ]
    themes = {case.pk: {theme.code for theme in case.themes.all()} for case in seen}
    wanted = {pk for pk, codes in themes.items() if not chosen or codes & chosen}

    results = api.find(
        "speelgroen", viewer=viewer, filters=SearchFilters(themes=tuple(sorted(chosen))), limit=100
    )

    facets = {group.name: {o.value: o.count for o in group.options if o.count} for group in results.facets}
    assert {hit.pk for hit in results.hits} == wanted
    assert results.total == len(wanted)
    assert facets["soort"] == ({"case": len(wanted)} if wanted else {})
    assert facets["thema"] == dict(Counter(code for codes in themes.values() for code in codes))


def test_counted_is_exactly_what_is_shown(any_index: SearchIndex, run_outbox: Callable[[], int]) -> None:
    """Every kind: what is counted and the rows on the page agree."""
    open_case, closed_case = make_case(), make_case()
    PageViewRestriction.objects.create(page=closed_case, restriction_type=PageViewRestriction.LOGIN)
    run_outbox()
    keys = [
        *sorted(any_index.document_keys()),
        *(f"{kind}:999999" for kind in Kind),
        f"case:{closed_case.pk}",
    ]
    for viewer in (AnonymousUser(), UserFactory(role="beheer"), UserFactory(role="loket")):
        shown = visible_rows(viewer, [RankedDocument(key) for key in keys])
        assert set(visible_titles(viewer, keys)) == {item.key for item, _ in shown}
    assert f"case:{open_case.pk}" in keys

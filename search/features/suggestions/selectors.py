"""Suggestions for one viewer. Names are kept per process; the database has the last word on which may be seen."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max
from django.urls import reverse
from wagtail.models import Page, Site

from knowledge.selectors import published_pages
from krachtwijken.accounts.selectors import audience_terms
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Gemeente, ProblemLabel, Theme, Wijk
from krachtwijken.core.process_cache import ProcessCache
from krachtwijken.core.text import clean_text
from search.features.suggestions.dead_ends import questions_with_results, themes_with_cases
from search.features.suggestions.index import Name, SuggestIndex
from search.features.synonyms.models import WordEntry
from search.registry import searchable_types, type_of
from search.retrieval.access import by_kind

LOOK_AGAIN_SECONDS = 5.0
LONGEST_QUERY = 100
# Best matches that are looked up; hidden ones fall out of these.
CANDIDATES = 60
MOST, MOST_OF_A_GROUP = 8, 4


@dataclass(frozen=True)
class Suggestion:
    text: str
    url: str


@dataclass(frozen=True)
class Group:
    label: str
    items: list[Suggestion]


def suggestions(query: str, *, viewer: Viewer) -> list[Group]:
    """At most MOST, in groups, the group of the best match first."""
    text = clean_text(query, max_length=LONGEST_QUERY)
    names = names_cache.current().find(text, CANDIDATES, terms=audience_terms(viewer)) if text else []
    names = _leading_somewhere(names, viewer)
    shown = _visible(viewer, [name.ref for name in names if name.ref])
    groups: dict[str, list[Suggestion]] = {}
    seen: set[str] = set()
    for name in names:
        item = shown.get(name.ref) if name.ref else Suggestion(name.text, name.url)
        group = groups.setdefault(name.group, []) if item else []
        if item is None or item.text.casefold() in seen or len(group) == MOST_OF_A_GROUP or len(seen) == MOST:
            continue
        seen.add(item.text.casefold())
        group.append(item)
    return [Group(label, items) for label, items in groups.items() if items]


def _leading_somewhere(names: list[Name], viewer: Viewer) -> list[Name]:
    queries = questions_with_results((name.query for name in names if name.query), viewer=viewer)
    themes = themes_with_cases({name.theme for name in names if name.theme}, viewer=viewer)
    return [name for name in names if name.ref or name.query in queries or name.theme in themes]


def _visible(viewer: Viewer, refs: list[str]) -> dict[str, Suggestion]:
    """Titles and addresses as they are now, of what the viewer may see: a few queries per kind that is no page, and one for all
    pages."""
    pages: dict[int, str] = {}
    shown: dict[str, Suggestion] = {}
    for kind, pks in by_kind(refs).items():
        searchable = type_of(kind)
        if searchable is not None and searchable.is_page:
            pages |= {pk: f"{kind}:{pk}" for pk in pks}
        elif searchable is not None:
            rows = searchable.visible(viewer, pks)
            shown |= {f"{kind}:{row.pk}": Suggestion(row.title, row.get_absolute_url()) for row in rows}
    return _with_one_address(shown) | _visible_pages(viewer, pages)


def _with_one_address(shown: dict[str, Suggestion]) -> dict[str, Suggestion]:
    """Several people with one function are one suggestion, which leads to all of them."""
    alike = Counter(item.text.casefold() for item in shown.values())
    return {
        key: item if alike[item.text.casefold()] == 1 else Suggestion(item.text, search_for(item.text))
        for key, item in shown.items()
    }


def _visible_pages(viewer: Viewer, keys: dict[int, str]) -> dict[str, Suggestion]:
    if not keys:
        return {}
    roots = Site.get_site_root_paths()
    shown = {}
    for page in published_pages(viewer).filter(pk__in=keys).only("title", "url_path", "path", "depth"):
        page._wagtail_cached_site_root_paths = roots
        shown[keys[page.pk]] = Suggestion(page.title, page.url or "")
    return {key: item for key, item in shown.items() if item.url}


def _stamp() -> tuple[Any, ...]:
    """Changes when a name does: cheap to ask."""
    pages = Page.objects.live().aggregate(
        count=Count("pk"), published=Max("last_published_at"), revised=Max("latest_revision_created_at")
    )
    words = WordEntry.objects.aggregate(count=Count("pk"), changed=Max("updated_at"))
    # Of what is no page nothing says when it changed: the names themselves, 25 ms for five thousand.
    others = [hash(tuple(each.names())) for each in searchable_types() if each.suggested_as and each.names]
    return (
        *pages.values(), *words.values(), Gemeente.objects.count(), ProblemLabel.objects.count(), *others,
    )  # fmt: skip


def _names() -> Iterator[Name]:
    for searchable in searchable_types():
        if not searchable.suggested_as:
            continue
        for pk, title, audience in searchable.names() if searchable.names else _page_names(searchable.model):
            yield Name(searchable.suggested_as, title, f"{searchable.kind}:{pk}", audience=audience)
    for code, name in Theme.objects.values_list("code", "name"):
        yield Name("Thema's", name, url=f"/kennis/?thema={code}", theme=code)
    for label in ProblemLabel.objects.values_list("label", flat=True):
        yield _question("Problemen", label)
    for name in Gemeente.objects.values_list("name", flat=True):
        yield _question("Gemeenten", name)
    for wijk, gemeente in Wijk.objects.filter(page=None).values_list("name", "gemeente__name"):
        yield _question("Wijken", f"{wijk}, {gemeente}", f"{wijk} {gemeente}")
    for entry in WordEntry.objects.filter(active=True):
        for word in (entry.term, *entry.lines):
            yield _question("Zoekwoorden", word)


def _page_names(model: Any) -> Iterable[tuple[int, str, frozenset[str]]]:
    titles = model._default_manager.filter(live=True).order_by("title")
    return ((pk, title, frozenset()) for pk, title in titles.values_list("pk", "title"))


def _question(group: str, text: str, query: str = "") -> Name:
    return Name(group, text, url=search_for(query or text), query=query or text)


def search_for(text: str) -> str:
    return reverse("search:search", query={"q": text})


names_cache = ProcessCache(
    lambda: SuggestIndex(_names()), _stamp, empty=SuggestIndex(), seconds=LOOK_AGAIN_SECONDS
)

"""How a kind of thing is made findable. A new page type is one registration (search/searchable/) and a template.

    register(
        SearchableType(
            kind="event", model=EventPage, label="Bijeenkomst", tab="Bijeenkomsten", build=build_event,
            visible=visible_pages(EventPage), depends_on={Theme: "themes"}, suggested_as="Bijeenkomsten", is_news=True,
        )
    )

From then on its rows are indexed, followed when they change, shown, filtered, suggested and told about.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from krachtwijken.accounts.types import Viewer
from search.types import Document

Rows = Callable[[Viewer, Sequence[int]], Iterable[Any]]
Titles = Callable[[Viewer, Sequence[int]], Mapping[int, str]]
# Number, title, and the words of an audience (accounts.selectors.audience_terms).
Names = Callable[[], Iterable[tuple[int, str, frozenset[str]]]]
# Since when, by number; what has no day yet is left out.
Dates = Callable[[Viewer, Sequence[int]], Mapping[int, datetime]]


def no_badges(row: Any) -> Sequence[str]:
    return ()


@dataclass(frozen=True, kw_only=True)
class SearchableType:
    """`build` gives the document of a row, None when nobody may find it; `candidates` the rows that may have one.

    `visible` gives those of the rows that a viewer may see, with what a hit shows: title, summary, url, is_example.
    `titles` only their titles; of pages these are asked for all kinds together.
    `suggested_as` heads their titles among the suggestions; `names` gives those of what is no page, each with the words of which
    a viewer needs one. `is_news` says that who follows a search hears of them; `dates` since when, of what is no page, for
    people like the viewer.
    `depends_on` are models whose rows the document tells of, each with the lookup that leads there from `model`.
    `is_evidence` says that its sentences may be the reason of an advice. `watched` is False for what tells search itself
    that it changed. Kinds stand on the tabs in order of registration.
    """

    kind: str
    model: type[Model]
    label: str
    tab: str
    build: Callable[[Any], Document | None]
    visible: Rows
    candidates: Callable[[], Iterable[Any]] | None = None
    titles: Titles | None = None
    badges: Callable[[Any], Sequence[str]] = no_badges
    depends_on: Mapping[type[Model], str] = field(default_factory=dict)
    watched: bool = True
    suggested_as: str = ""
    names: Names | None = None
    is_news: bool = False
    dates: Dates | None = None
    is_evidence: bool = False

    @property
    def is_page(self) -> bool:
        return issubclass(self.model, Page)

    def documents(self) -> Iterator[Document]:
        rows = self.candidates() if self.candidates is not None else self.model._default_manager.all()
        for row in rows:
            document = self._document_of(row)
            if document is not None:
                yield document

    def document(self, pk: int) -> Document | None:
        row = self.model._default_manager.filter(pk=pk).first()
        return self._document_of(row) if row is not None else None

    def _document_of(self, row: Any) -> Document | None:
        document = self.build(row)
        return replace(document, is_evidence=True) if document is not None and self.is_evidence else document


_types: dict[str, SearchableType] = {}
# Page types that are not to be found, with the reason.
_left_out: dict[type[Page], str] = {}


def register(searchable: SearchableType) -> SearchableType:
    if searchable.kind in _types:
        raise ValueError(f"{searchable.kind} is registered already")
    _types[searchable.kind] = searchable
    return searchable


def unregister(kind: str) -> None:
    """For tests."""
    _types.pop(kind, None)


def leave_out(model: type[Page], reason: str) -> None:
    """Say that pages of this type are not to be found, and why."""
    _left_out[model] = reason


def searchable_types() -> list[SearchableType]:
    return list(_types.values())


def type_of(kind: str) -> SearchableType | None:
    return _types.get(kind)


def type_of_row(row: Model) -> SearchableType | None:
    return next((known for known in _types.values() if isinstance(row, known.model)), None)


def is_accounted_for(model: type[Page]) -> bool:
    """Whether pages of this type can be found, or somebody said that they need not be."""
    return model in _left_out or any(issubclass(model, known.model) for known in _types.values())


def kind_label(kind: str) -> str:
    known = _types.get(kind)
    return known.label if known else kind


def all_documents() -> Iterator[Document]:
    for searchable in searchable_types():
        yield from searchable.documents()


def document_of(key: str) -> Document | None:
    """What the index must hold under this key; None for what may not be found, also of a kind that is no more."""
    kind, _, pk = key.partition(":")
    searchable = _types.get(kind)
    return searchable.document(int(pk)) if searchable is not None and pk.isdecimal() else None

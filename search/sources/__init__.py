"""From rows in the database to documents for the index: one function a kind."""

from collections.abc import Callable, Iterator

from search.documents import sources as documents
from search.sources import pages, profiles
from search.types import Document, Kind

# kind -> (all documents, one document or None when it may not be found).
SOURCES: dict[Kind, tuple[Callable[[], Iterator[Document]], Callable[[int], Document | None]]] = {
    Kind.CASE: (pages.cases, pages.case),
    Kind.SCHEME: (pages.schemes, pages.scheme),
    Kind.CENTRE: (pages.centres, pages.centre),
    Kind.WIJK: (pages.wijken, pages.wijk),
    Kind.PAGE: (pages.plain_pages, pages.plain_page),
    Kind.PROFILE: (profiles.profiles, profiles.profile),
    Kind.DOCUMENT: (documents.documents, documents.document),
}


def all_documents() -> Iterator[Document]:
    for everything, _one in SOURCES.values():
        yield from everything()


def document(kind: Kind, pk: int) -> Document | None:
    return SOURCES[kind][1](pk)


def document_of(key: str) -> Document | None:
    """What the index must hold under this key; None for what may not be found, also of a kind that is no more."""
    kind, _, pk = key.partition(":")
    return document(Kind(kind), int(pk)) if kind in set(Kind) and pk.isdecimal() else None

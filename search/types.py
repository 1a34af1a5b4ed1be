"""What goes into search and what comes out; no Django here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    CASE = "case"
    CENTRE = "centre"
    SCHEME = "scheme"
    WIJK = "wijk"
    PROFILE = "profile"
    DOCUMENT = "document"
    PAGE = "page"

    @property
    def label(self) -> str:
        return KIND_LABELS[self]


KIND_LABELS = {
    Kind.CASE: "Aanpak of experiment",
    Kind.CENTRE: "Kenniscentrum",
    Kind.SCHEME: "Regeling",
    Kind.WIJK: "Wijk",
    Kind.PROFILE: "Persoon",
    Kind.DOCUMENT: "Document",
    Kind.PAGE: "Pagina",
}


@dataclass(frozen=True)
class Document:
    """One thing that can be found: sections are (heading, text); audience are words of which a viewer needs one."""

    kind: str
    pk: int
    title: str
    sections: Sequence[tuple[str, str]]
    audience: Sequence[str]
    themes: Sequence[str] = ()

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pk}"


@dataclass(frozen=True)
class StoredPassage:
    """A piece of a document as the index keeps it; the digest says where its vectors are on the shelf."""

    key: str
    heading: str
    text: str
    digest: str = ""


@dataclass(frozen=True)
class SearchFilters:
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextPart:
    text: str
    marked: bool


@dataclass(frozen=True)
class Passage:
    heading: str
    parts: tuple[TextPart, ...]


@dataclass(frozen=True)
class Found:
    """A document as the index found it, best passage included; not yet checked against the database."""

    key: str
    score: float
    passage: StoredPassage


@dataclass(frozen=True)
class Ranking:
    """Best first; counts per filter name and value over all that was found."""

    found: Sequence[Found]
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class FileLink:
    """Straight into a document, at the page where the words stand."""

    url: str
    label: str


@dataclass(frozen=True)
class Hit:
    kind: Kind
    pk: int
    title: str
    url: str
    summary: str
    score: float
    passage: Passage | None = None
    badges: tuple[str, ...] = ()
    is_example: bool = False
    file: FileLink | None = None


@dataclass(frozen=True)
class FacetCount:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class FacetGroup:
    name: str
    title: str
    options: Sequence[FacetCount]

    @property
    def has_chosen(self) -> bool:
        return any(option.chosen for option in self.options)


@dataclass(frozen=True)
class SearchResults:
    hits: Sequence[Hit]
    total: int
    facets: Sequence[FacetGroup] = field(default_factory=tuple)
    degraded: bool = False


@dataclass(frozen=True)
class ProblemHit:
    """A find for a problem text, with the sentence on either side that made it match."""

    hit: Hit
    problem_sentence: str
    evidence_sentence: str

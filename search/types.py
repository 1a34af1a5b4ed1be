"""What goes into search and what comes out; no Django here."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Optional

if TYPE_CHECKING:
    from search.explain import Explanation
    from search.questions import Question


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


class Sort(StrEnum):
    """Values of `sorteer` in the address."""

    BEST = "beste"
    NEW = "nieuw"
    OLD = "oud"
    TITLE = "titel"


KIND_LABELS = {
    Kind.CASE: "Aanpak of experiment",
    Kind.CENTRE: "Kenniscentrum",
    Kind.SCHEME: "Regeling",
    Kind.WIJK: "Wijk",
    Kind.PROFILE: "Persoon",
    Kind.DOCUMENT: "Document",
    Kind.PAGE: "Pagina",
}


# On the tabs above the results.
KIND_TABS = {
    Kind.CASE: "Aanpakken",
    Kind.CENTRE: "Kenniscentra",
    Kind.SCHEME: "Regelingen",
    Kind.WIJK: "Wijken",
    Kind.PROFILE: "Mensen",
    Kind.DOCUMENT: "Documenten",
    Kind.PAGE: "Pagina’s",
}


@dataclass(frozen=True)
class Document:
    """One thing that can be found: sections are (heading, text); audience are words of which a viewer needs one.

    `labels` are what it can be filtered by besides kind and theme: `prefix:value`, prefixes as in FILTERS.
    """

    kind: str
    pk: int
    title: str
    sections: Sequence[tuple[str, str]]
    audience: Sequence[str]
    themes: Sequence[str] = ()
    labels: Sequence[str] = ()

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


# Name of a filter -> prefix of its labels. A year range is every year in it; `alike` are wijken that resemble one.
FILTERS = {
    "kinds": "kind",
    "themes": "theme",
    "evidence": "evidence",
    "statuses": "status",
    "gemeenten": "gemeente",
    "wijken": "wijk",
    "years": "year",
    "alike": "wijk",
}
# The name of `kinds` in the address.
KIND_PARAMETER = "soort"
# Those whose options are shown with counts.
COUNTED = ("kinds", "themes", "evidence", "statuses", "gemeenten", "wijken")


@dataclass(frozen=True)
class SearchFilters:
    """A document must have one of the values of each group that is not empty."""

    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    gemeenten: tuple[str, ...] = ()
    wijken: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Names of the groups that narrow."""
        return tuple(item.name for item in fields(self) if getattr(self, item.name))

    def without(self, name: str) -> "SearchFilters":
        return replace(self, **{name: ()})


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
    """A document as the index found it, not yet checked against the database. `number` is of its best passage, of
    which the text is read for what is shown only."""

    key: str
    score: float = 0.0
    number: int = 0
    passage: StoredPassage | None = None


@dataclass(frozen=True)
class Ranking:
    """Best first. `labels` of every key in `found` and `pools`.

    `pools` has for each chosen filter group the keys that would be found without it: what its options count over.
    """

    found: Sequence[Found]
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    pools: Mapping[str, Sequence[str]] = field(default_factory=dict)
    question: Optional["Question"] = None

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        return self.counts_of(self.labels)

    def counts_of(self, visible: Collection[str]) -> dict[str, dict[str, int]]:
        """Per filter name and value how many of the `visible` keys, each as if only the other groups were chosen."""
        shared = self._labels_of([item.key for item in self.found], visible)
        found: dict[str, dict[str, int]] = {}
        for name in COUNTED:
            counts = self._labels_of(self.pools[name], visible) if name in self.pools else shared
            prefix = f"{FILTERS[name]}:"
            found[name] = {
                label.removeprefix(prefix): count
                for label, count in counts.items()
                if label.startswith(prefix)
            }
        return found

    def _labels_of(self, pool: Sequence[str], visible: Collection[str]) -> Counter[str]:
        return Counter(label for key in pool if key in visible for label in self.labels.get(key, ()))


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
    why: Optional["Explanation"] = None
    file: FileLink | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pk}"


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
    """`without` says per chosen filter group how many results there would be without it; `vague` that the question
    has no word to search by; `like` is what the results resemble, when that was asked."""

    hits: Sequence[Hit]
    total: int
    facets: Sequence[FacetGroup] = field(default_factory=tuple)
    degraded: bool = False
    without: Mapping[str, int] = field(default_factory=dict)
    vague: bool = False
    like: Hit | None = None

    @property
    def kinds(self) -> FacetGroup | None:
        """The group that is shown as tabs."""
        return next((group for group in self.facets if group.name == KIND_PARAMETER), None)

    @property
    def filters(self) -> list[FacetGroup]:
        """The groups that are shown as filters."""
        return [group for group in self.facets if group.name != KIND_PARAMETER]

    @property
    def of_all_kinds(self) -> int:
        return self.without.get("kinds", self.total)


@dataclass(frozen=True)
class ProblemHit:
    """A find for a problem text, with the sentence on either side that made it match, and how well they do, 0 to 1."""

    hit: Hit
    problem_sentence: str
    evidence_sentence: str
    score: float = 0.0

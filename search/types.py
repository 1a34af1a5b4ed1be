"""What goes into search and what comes out; no Django here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum


class Kind(StrEnum):
    """The kinds that code names. More may be registered (search/registry.py)."""

    CASE = "case"
    CENTRE = "centre"
    SCHEME = "scheme"
    WIJK = "wijk"
    PROFILE = "profile"
    DOCUMENT = "document"
    PAGE = "page"


class Sort(StrEnum):
    """Values of `sorteer` in the address."""

    BEST = "beste"
    NEW = "nieuw"
    OLD = "oud"
    TITLE = "titel"


@dataclass(frozen=True)
class Document:
    """One thing that can be found: sections are (heading, text); audience are words of which a viewer needs one.

    `labels` are what it can be filtered by besides kind and theme: `prefix:value`, prefixes as in FILTERS. `facts` are
    words that it is found by and that are no prose: problems it is tied to, places, functions. `is_evidence` says that
    its sentences may be the reason of an advice.
    """

    kind: str
    pk: int
    title: str
    sections: Sequence[tuple[str, str]]
    audience: Sequence[str]
    themes: Sequence[str] = ()
    labels: Sequence[str] = ()
    facts: Sequence[str] = ()
    is_evidence: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pk}"


@dataclass(frozen=True)
class StoredPassage:
    """A piece of a document as the index keeps it; the digest says under what its vectors are kept."""

    key: str
    heading: str
    text: str
    digest: str = ""
    facts: Sequence[str] = ()


# Labels of the known problems by code: those to which editors tied a document, and those of the work that it tells of.
PROBLEM_PREFIX, TOUCHED_PREFIX = "problem", "touched"
# Labels of the documents that a document belongs to, by key; one of both sides says so.
LINK_PREFIX = "link"
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


EVERYTHING = SearchFilters()


@dataclass(frozen=True)
class TextPart:
    text: str
    marked: bool


@dataclass(frozen=True)
class Passage:
    heading: str
    parts: tuple[TextPart, ...]


class Means(StrEnum):
    """By what a word of the query found a word of the passage, surest first."""

    LETTER = "letter"
    STEM = "stem"
    COMPOUND = "compound"
    FACT = "fact"
    TYPO = "typo"
    MEANING = "meaning"

    @property
    def label(self) -> str:
        return MEANS_LABELS[self]


MEANS_LABELS = {
    Means.LETTER: "hetzelfde woord",
    Means.STEM: "een andere vorm van het woord",
    Means.COMPOUND: "een deel van het woord",
    Means.FACT: "staat bij de kenmerken",
    Means.TYPO: "bijna hetzelfde geschreven",
    Means.MEANING: "lijkt in betekenis",
}


@dataclass(frozen=True)
class WordMatch:
    """`words` of the passage answer `asked` of the query, by one means."""

    asked: str
    words: tuple[str, ...]
    means: Means


@dataclass(frozen=True)
class Explanation:
    """`sentence` of the passage that answers most; `missing` words of the query that nothing answers. `about` names a known
    problem that the query is about and the document is tied to, `belongs_to` a first result that it belongs to."""

    sentence: str
    matches: tuple[WordMatch, ...]
    missing: tuple[str, ...]
    about: str = ""
    belongs_to: str = ""

    @property
    def by_meaning_only(self) -> bool:
        return all(match.means is Means.MEANING for match in self.matches)


@dataclass(frozen=True)
class FileLink:
    """Straight into a document, at the page where the words stand."""

    url: str
    label: str


# The badges of what was tried and given up, and of what was studied and made no difference.
STOPPED, NO_EFFECT = "Gestopt", "Onderzocht, geen effect"


@dataclass(frozen=True)
class Hit:
    kind: str
    pk: int
    title: str
    url: str
    summary: str
    score: float
    passage: Passage | None = None
    badges: tuple[str, ...] = ()
    is_example: bool = False
    why: Explanation | None = None
    file: FileLink | None = None
    kind_label: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pk}"

    @property
    def has_stopped(self) -> bool:
        return STOPPED in self.badges

    @property
    def had_no_effect(self) -> bool:
        return NO_EFFECT in self.badges

    @property
    def is_lesson(self) -> bool:
        """No example to follow as it was."""
        return self.has_stopped or self.had_no_effect


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
    """`without` says per chosen filter group how many results there would be without it; `vague` that the query
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
    """A find for a problem text. `score`, 0 to 1, is the chance that a desk officer would propose it.

    With a reason the two sentences that belong together, the words that both have marked; else `shared`, the label of
    a problem that both speak of, when there is one. `is_further` when it is not advised, but comes after what is.
    """

    hit: Hit
    score: float = 0.0
    reason: "ReasonShown | None" = None
    shared: str = ""
    is_further: bool = False

    @property
    def problem_sentence(self) -> str:
        return self.reason.problem_sentence if self.reason else ""

    @property
    def evidence_sentence(self) -> str:
        return self.reason.evidence_sentence if self.reason else ""


@dataclass(frozen=True)
class ReasonShown:
    problem: tuple[TextPart, ...]
    evidence: tuple[TextPart, ...]

    @property
    def problem_sentence(self) -> str:
        return "".join(part.text for part in self.problem)

    @property
    def evidence_sentence(self) -> str:
        return "".join(part.text for part in self.evidence)


@dataclass(frozen=True)
class Recognised:
    """A known problem that a text states, with the sentence that does; `score` is the chance that a careful reader
    would tick it."""

    code: str
    label: str
    theme: str
    sentence: str
    score: float


@dataclass(frozen=True)
class Said:
    """A code of a classifier, the sentence that says it most, and how sure that is, 0 to 1."""

    code: str
    sentence: str
    chance: float


@dataclass(frozen=True)
class Evidence:
    title: str
    text: str

    @property
    def whole(self) -> str:
        return f"{self.title}. {self.text}" if self.title else self.text


@dataclass(frozen=True)
class PairScore:
    """`score` between 0 and 1, and the pair of sentences that fits best."""

    score: float
    problem_sentence: str
    evidence_sentence: str

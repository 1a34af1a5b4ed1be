"""Reads of the answer package. Whoever has the address may read the text; what is found depends on who looks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from django.utils import timezone

from knowledge.cases.selectors import cases_of
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.models import ProblemLabel
from search.features.answer.hints import hints_for
from search.features.answer.models import ProblemStatement
from search.retrieval.find_for_problem import chance_to_be_clear, find_for_problem
from search.retrieval.recognise import Understanding, recognise, understand
from search.types import Kind, ProblemHit, Recognised

SECTIONS = (
    (Kind.CASE, "Aanpakken die passen", "Wij vonden geen aanpak die hier duidelijk op lijkt.", 6),
    (
        Kind.PROFILE,
        "Mensen die kunnen helpen",
        "Wij vonden niemand die u mag zien. Het loket kent meer mensen.",
        4,
    ),
    (Kind.CENTRE, "Kenniscentra", "Geen passend kenniscentrum. Het loket zoekt het voor u uit.", 3),
    (Kind.SCHEME, "Regelingen en geld", "Wij vonden geen regeling die hier duidelijk bij hoort.", 4),
    (Kind.WIJK, "Wijken met hetzelfde probleem", "Wij vonden geen wijk die hier duidelijk op lijkt.", 4),
)
# What the first section is called when nothing in it clearly fits.
NEAR_TITLES: Mapping[str, str] = {Kind.CASE: "Aanpakken die erop lijken"}
# The first approaches are told of at length.
TOLD_AT_LENGTH = 3
# About so many sentences that were not understood a reader is asked.
MOST_ASKED = 5
# Of these kinds a reader may look at what fits less well, behind a click.
LOOKED_FURTHER = frozenset({Kind.CASE, Kind.PROFILE, Kind.SCHEME})
MOST_FURTHER = 3


@dataclass(frozen=True)
class ProblemOption:
    """A known problem beside the text: `sentence` states it when it was recognised, with this `chance`; or the reader
    chose it for sentences at these `places` in the text."""

    code: str
    label: str
    theme: str
    checked: bool
    sentence: str = ""
    chance: float = 0.0
    places: Sequence[int] = ()

    @property
    def value(self) -> str:
        """As it stands in the address."""
        return ".".join([self.code, *map(str, self.places)])


@dataclass(frozen=True)
class SentenceQuestion:
    """A sentence that was not understood, with its place in the text and the problems that it may state."""

    place: int
    text: str
    options: Sequence[ProblemOption]


@dataclass(frozen=True)
class CaseFacts:
    """What a reader wants to know before reading on; empty where the approach does not say."""

    evidence: str
    costs: str
    what_did_not_work: str
    conditions: Sequence[str]


@dataclass(frozen=True)
class Item:
    match: ProblemHit
    facts: CaseFacts | None = None


@dataclass(frozen=True)
class Section:
    """`further` is what fits less well than the items."""

    kind: str
    title: str
    empty: str
    items: Sequence[Item]
    further: Sequence[ProblemHit] = ()

    @property
    def is_near_only(self) -> bool:
        """Whether nothing here clearly fits."""
        return bool(self.items) and max(item.match.score for item in self.items) < chance_to_be_clear(
            self.kind
        )

    @property
    def heading(self) -> str:
        return NEAR_TITLES.get(self.kind, self.title) if self.is_near_only else self.title


@dataclass(frozen=True)
class Package:
    """`understood` are the problems that were recognised or added, `others` by theme what else can be added; `reading` says
    how much of the text that covers, with the sentences that the reader chose a problem for; `questions` are about the
    first others; `hints` would make the answer better."""

    understood: Sequence[ProblemOption]
    others: Mapping[str, Sequence[ProblemOption]]
    sections: Sequence[Section]
    reading: Understanding
    hints: Sequence[str] = field(default_factory=tuple)
    questions: Sequence[SentenceQuestion] = field(default_factory=tuple)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was understood and nothing was found: then there is one thing to say, not one a section."""
        return not self.problems and not any(section.items for section in self.sections)

    @property
    def problems(self) -> list[ProblemOption]:
        """Those that the answer goes by."""
        return [option for option in self.understood if option.checked]


def statement_for(token: str) -> ProblemStatement | None:
    return ProblemStatement.objects.filter(token=token, expires_at__gte=timezone.now()).first()


def package_for(
    text: str,
    *,
    viewer: Viewer,
    chosen: Collection[str] | None = None,
    sentences: Mapping[str, Sequence[int]] | None = None,
) -> Package:
    """Everything that fits this problem and that this viewer may see. `chosen` are the codes of the problems that the
    reader says it is about; None goes by those that are recognised. `sentences` are by code the places of sentences that
    the reader chose a problem for."""
    understood, others = _options(recognise(text), chosen)
    reading = understand(text)
    missed = {sentence.place: sentence.text for sentence in reading.missed}
    understood = _with_sentences(understood, missed, sentences or {})
    told = {place for option in understood if option.checked for place in option.places}
    reading = replace(reading, missed=[row for row in reading.missed if row.place not in told])
    named = [option.code for option in understood if option.checked]
    hints = hints_for(text, named, missed=len(reading.missed))
    sections = sections_for(text, viewer=viewer, chosen=chosen)
    return Package(understood, others, sections, reading, hints, _questions(reading, understood, others))


def _questions(
    reading: Understanding, understood: Sequence[ProblemOption], others: Mapping[str, Sequence[ProblemOption]]
) -> list[SentenceQuestion]:
    by_code = {option.code: option for option in chain(understood, *others.values())}
    return [
        SentenceQuestion(row.place, row.text, [by_code[code] for code in row.guesses if code in by_code])
        for row in reading.missed[:MOST_ASKED]
    ]


def _with_sentences(
    options: Sequence[ProblemOption], missed: Mapping[int, str], chosen: Mapping[str, Sequence[int]]
) -> list[ProblemOption]:
    """What the reader chose for a sentence that was not understood shows that sentence."""
    shown = []
    for option in options:
        places = [place for place in chosen.get(option.code, ()) if place in missed]
        sentence = option.sentence or (missed[places[0]] if places else "")
        shown.append(replace(option, sentence=sentence, places=places))
    return shown


def sections_for(
    text: str,
    *,
    viewer: Viewer,
    chosen: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
) -> list[Section]:
    """The finds of the package, of these kinds only when they are named."""
    return [
        _section(text, viewer, chosen, kind, title, empty, limit)
        for kind, title, empty, limit in SECTIONS
        if kinds is None or kind in kinds
    ]


def problem_codes(text: str, chosen: Collection[str] | None) -> list[str]:
    """Of the problems that the answer goes by."""
    return [option.code for option in _options(recognise(text), chosen)[0] if option.checked]


def _options(
    recognised: Sequence[Recognised], chosen: Collection[str] | None
) -> tuple[list[ProblemOption], dict[str, list[ProblemOption]]]:
    stated = {item.code: item for item in recognised}
    wanted = set(stated) if chosen is None else set(chosen)
    order = {code: place for place, code in enumerate(stated)}
    understood: list[ProblemOption] = []
    others: dict[str, list[ProblemOption]] = {}
    for row in ProblemLabel.objects.order_by("code"):
        theme = row.theme_id or ""
        option = ProblemOption(row.code, row.label, theme, row.code in wanted)
        if statement := stated.get(row.code):
            option = replace(option, sentence=statement.sentence, chance=statement.score)
        if row.code in wanted or statement:
            understood.append(option)
        else:
            name = str(ThemeCode(theme).label) if theme else "Algemeen"
            others.setdefault(name, []).append(option)
    understood.sort(key=lambda option: order.get(option.code, len(order)))
    return understood, others


def _section(
    text: str,
    viewer: Viewer,
    chosen: Collection[str] | None,
    kind: Kind,
    title: str,
    empty: str,
    limit: int,
) -> Section:
    most = MOST_FURTHER if kind in LOOKED_FURTHER else 0
    found = find_for_problem(text, viewer=viewer, kinds=[kind], limit=limit, problems=chosen, further=most)[
        kind
    ]
    matches = [item for item in found if not item.is_further]
    further = [item for item in found if item.is_further]
    facts: Mapping[int, CaseFacts] = {}
    if kind is Kind.CASE:
        facts = _facts_of([item.hit.pk for item in matches[:TOLD_AT_LENGTH]], viewer)
    return Section(kind, title, empty, [Item(item, facts.get(item.hit.pk)) for item in matches], further)


def _facts_of(pks: Sequence[int], viewer: Viewer) -> dict[int, CaseFacts]:
    return {
        case.pk: CaseFacts(
            evidence=case.get_evidence_level_display(),
            costs=case.costs_text or case.told_costs_class,
            what_did_not_work=case.what_did_not_work,
            conditions=[row.text for row in case.conditions.all()],
        )
        for case in cases_of(viewer, pks, "conditions")
    }

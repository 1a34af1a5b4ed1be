"""A pasted text divided over the fields of a draft, by its headings; what fits nowhere is kept apart. No Django."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from knowledge.contributions.parsing.lines import (
    STOPPED,
    UNDERLINE,
    Candidate,
    Heading,
    candidate,
    is_header_row,
    is_row,
    known_heading,
    last_number,
    read_mark,
    unknown_heading,
    without_quoting,
)
from knowledge.contributions.parsing.reading import MOST_ASKED, HeadingReader, read_nothing
from knowledge.contributions.parsing.words import plain, says_no_more
from krachtwijken.core.text import clean_text
from krachtwijken.core.text.headings import looks_like_heading
from krachtwijken.core.text.salutations import is_closing, is_greeting

MOST_CHARACTERS = 60_000
MOST_WORDS_IN_TITLE = 16
MOST_WORDS_IN_PLAIN = 6
# What a document calls itself says nothing of what it is about.
KINDS_OF_PAPER = frozenset(
    "memo notitie verslag mail bijlage concept nota rapport evaluatie brief format".split()
)
# Fields of one line: the question above it is no part of the answer.
FACTS = frozenset({"title", "period", "place", "status", "owner", "source_url"})
# So many headings of a form (rows, bold words with text behind them) make the others of that form headings too.
FEWEST_OF_FORM = 3
# From this chance on a part below a known one is about something else than that: "4.1 Wat ging niet goed?" below "4. Geleerd".
SURE = 0.95
# Of all lines, in a text that is a table.
PART_OF_ROWS = 0.6
# A line as long as this goes on in the next one, unless it ends a sentence.
WRAPPED = 50
_ENDS = re.compile(r"[.!?:;]['\")\]]*$")
_POINT = re.compile(r"^(?:[-*+•●▪◦‣⁃➢·–]\s|\d{1,2}[.)]\s|[a-z][.)]\s)")
# Two headings on one line, as a browser on a phone pastes it: "… weg. Doel: rust op straat."
_SENTENCE_START = re.compile(r"(?<=[.!?])[ \t]+(?=[A-Z][^.!?:\n]{2,45}:\s)")


@dataclass(frozen=True)
class Piece:
    """A part of the text as it was pasted, with the heading above it, if any."""

    heading: str
    text: str


@dataclass(frozen=True)
class Section:
    """Where a part of the text went: the field, empty for what fits nowhere."""

    heading: str
    field: str
    text: str


@dataclass
class Division:
    """`fields` per field the text that stood below its headings; `rest` in the order of the text."""

    fields: dict[str, str] = field(default_factory=dict)
    rest: list[Piece] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def put(self, section: Section) -> None:
        if not (section.text or section.heading):
            return
        self.sections.append(section)
        if section.field and section.text:
            known = self.fields.get(section.field)
            self.fields[section.field] = f"{known}\n\n{section.text}" if known else section.text
        elif section.text or not section.field:
            self.rest.append(Piece(section.heading, section.text))


def divide_text(text: str, read_headings: HeadingReader = read_nothing) -> Division:
    """Every line of the text is in a field or in the rest, but for headings that name a field."""
    lines = _lines(clean_text(text, max_length=MOST_CHARACTERS))
    headings = _headings(lines, read_headings)
    division = Division()
    title_line = _title_line(lines, headings)
    for heading, body in _parts(lines, headings, skip=title_line):
        _put_part(division, heading, body)
    if title_line is not None:
        title = Section("", "title", read_mark(lines[title_line]).words.strip(" *_"))
        if "title" in division.fields:
            division.rest.insert(0, Piece("", title.text))
        else:
            division.fields["title"] = title.text
            division.sections.insert(0, title)
    _keep_title_short(division)
    return division


def _lines(text: str) -> list[str]:
    """Without the marks of quoting and the names of columns; a line with several headings is cut before each."""
    lines: list[str] = []
    for line in text.split("\n"):
        typed = without_quoting(line)
        start = 0
        for gap in _SENTENCE_START.finditer(typed):
            if known_heading(typed[gap.end() :], opens=True) is not None:
                lines.append(typed[start : gap.start()])
                start = gap.end()
        lines.append(typed[start:])
    first = next((index for index, line in enumerate(lines) if "|" in line or "\t" in line), None)
    if first is not None and is_header_row(lines[first]):
        lines[first] = ""
    return lines


def _headings(lines: Sequence[str], read_headings: HeadingReader) -> dict[int, Heading]:
    """Per line the heading that it is or begins with."""
    found: dict[int, Heading] = {}
    for index, line in enumerate(lines):
        if line and not UNDERLINE.match(line):
            heading = known_heading(line, opens=_opens(lines, index))
            if heading is not None and not _is_point(lines, index, heading):
                found[index] = heading
    _drop_loose_points(found)
    _drop_loose_sentences(found)
    _add_told(lines, found, read_headings)
    looks = {heading.look for heading in found.values()}
    depths = {heading.look: heading.depth for heading in reversed(found.values())}
    shapes = {_shape(lines, index) for index, heading in found.items() if heading.look == "plain"}
    for index, line in enumerate(lines):
        if index in found or not line:
            continue
        heading = unknown_heading(line)
        if heading is None and _shape(lines, index) in shapes and _looks_alike(lines, index):
            heading = Heading(line, None, "plain", 1)
        if heading is None or _is_point(lines, index, heading):
            continue
        is_sure = heading.look in {"hash", "capitals"}
        is_one = (heading.look in looks or is_sure) and heading.depth <= depths.get(heading.look, 1)
        if is_one and not _is_within_known(found, index, heading):
            found[index] = heading
    return found


def _add_told(lines: Sequence[str], found: dict[int, Heading], read_headings: HeadingReader) -> None:
    """Headings of which the words are not known but tell where their text belongs; and where enough of a form are headings,
    those of that form which belong nowhere, such as the other rows of a table."""
    candidates = dict(islice(_candidates(lines, found), MOST_ASKED))
    guesses = read_headings([each.heading.typed for each in candidates.values()])
    for (index, each), guess in zip(candidates.items(), guesses, strict=False):
        is_told = bool(guess.field) and guess.chance >= each.least
        if is_told and (guess.chance >= SURE or not _is_within_known(found, index, each.heading)):
            found[index] = replace(each.heading, field=guess.field)
    forms = Counter(each.form for each in found.values())
    for index, each in candidates.items():
        if index not in found and each.heading.behind and forms[each.heading.form] >= FEWEST_OF_FORM:
            found[index] = each.heading


def _candidates(lines: Sequence[str], found: Mapping[int, Heading]) -> Iterator[tuple[int, Candidate]]:
    filled = [index for index, line in enumerate(lines) if line and not UNDERLINE.match(line)]
    rows = [index for index in filled if is_row(lines[index])]
    in_table = len(rows) >= max(FEWEST_OF_FORM, PART_OF_ROWS * len(filled))
    for index in filled:
        if index in found:
            continue
        below = next((other for other in lines[index + 1 :] if other), "")
        stands_alone = bool(below) and (not index or not lines[index - 1])
        each = candidate(
            lines[index], is_first=index == filled[0], stands_alone=stands_alone, in_table=in_table
        )
        if each is not None and not _is_point(lines, index, each.heading):
            yield index, each


def _is_within_known(found: dict[int, Heading], index: int, heading: Heading) -> bool:
    """ "3.2 Reacties" below "3. Resultaten" is about results."""
    above = [
        found[other]
        for other in sorted(found)
        if other < index and found[other].look == heading.look and found[other].depth < heading.depth
    ]
    return bool(above) and bool(above[-1].field)


def _opens(lines: Sequence[str], index: int) -> bool:
    """Whether a line stands by itself: below a blank line, a whole sentence, a line or another short line."""
    above = lines[index - 1] if index else ""
    if not above or UNDERLINE.match(above) or _ENDS.search(above):
        return True
    return lines[index][0].isupper() and (len(above) < WRAPPED or read_mark(lines[index]).look == "number")


def _shape(lines: Sequence[str], index: int) -> tuple[bool, bool]:
    """Whether there is a blank line above, and one below."""
    return index == 0 or not lines[index - 1], index + 1 == len(lines) or not lines[index + 1]


def _looks_alike(lines: Sequence[str], index: int) -> bool:
    """Of words that are not known, without a mark: short, below a blank line and above a text."""
    line = lines[index]
    below = next((other for other in lines[index + 1 :] if other), "")
    is_short = len(line.split()) <= MOST_WORDS_IN_PLAIN and looks_like_heading(line)
    return is_short and _shape(lines, index)[0] and bool(below) and read_mark(line).look == "plain"


def _is_point(lines: Sequence[str], index: int, heading: Heading) -> bool:
    """One of several points below each other is no heading, whatever its words."""
    if heading.look not in {"number", "letter", "bullet"} or heading.behind:
        return False
    below = next((line for line in lines[index + 1 :] if line), "")
    return (
        not below
        or (read_mark(below).look == heading.look and heading.look != "number")
        or (heading.look == "number" and _is_next_number(lines[index], below))
    )


def _is_next_number(line: str, below: str) -> bool:
    """Or one that counts on: below "6. Dekking" a line "2 fte" is its text."""
    mark, other = read_mark(line), read_mark(below)
    if other.look != "number" or other.depth > mark.depth:
        return False
    return other.depth < mark.depth or last_number(below) == last_number(line) + 1


def _drop_loose_points(found: dict[int, Heading]) -> None:
    """Points such as "- Bewoners: veertig" are headings where most of the text is made so."""
    fields = {heading.field for heading in found.values() if heading.look == "bullet:"}
    if len(fields) < 3:
        for index in [index for index, heading in found.items() if heading.look == "bullet:"]:
            del found[index]


def _drop_loose_sentences(found: dict[int, Heading]) -> None:
    """ "Samenwerking. Dat was het geheim." is a heading where others of the text look so too."""
    stopped = [index for index, heading in found.items() if heading.look == STOPPED]
    if len({found[index].field for index in stopped}) < FEWEST_OF_FORM:
        for index in stopped:
            del found[index]


def _title_line(lines: Sequence[str], headings: dict[int, Heading]) -> int | None:
    """The first line, when it stands by itself and is no sentence."""
    first = next((index for index, line in enumerate(lines) if line), None)
    if first is None or (first in headings and headings[first].field is not None):
        return None
    line = lines[first]
    below = lines[first + 1] if first + 1 < len(lines) else ""
    stands_alone = not below or UNDERLINE.match(below) or first + 1 in headings or first in headings
    words = read_mark(line).words.strip(" *_")
    is_name = len(words.split()) <= MOST_WORDS_IN_TITLE and not words.endswith((".", ",", ":", ";"))
    above_all = any(index > first for index in headings)
    if (
        stands_alone
        and is_name
        and above_all
        and not is_greeting(words)
        and plain(words) not in KINDS_OF_PAPER
    ):
        return first
    return None


def _parts(
    lines: Sequence[str], headings: dict[int, Heading], *, skip: int | None
) -> Iterator[tuple[Heading | None, list[str]]]:
    """Each heading with the lines below it; first what stands above all headings."""
    heading: Heading | None = None
    body: list[str] = []
    for index, line in enumerate(lines):
        if index == skip:
            continue
        if index in headings:
            yield heading, body
            heading = headings[index]
            body = [heading.behind] if heading.behind else []
        else:
            body.append(line)
    yield heading, body


def _put_part(division: Division, heading: Heading | None, body: Sequence[str]) -> None:
    """The closing of a letter is no part of the last section."""
    end = next((index for index, line in enumerate(body) if line and _closes(line)), len(body))
    text = _joined(body[:end])
    typed = heading.typed.rstrip(" :") if heading else ""
    field_name = heading.field or "" if heading else ""
    if field_name and not says_no_more(typed, field_name):
        if field_name not in FACTS:
            # The heading says more than the name of a field: "Kosten (per jaar)", "Aanleiding en doel".
            text = f"{typed}\n{text}" if text else typed
        elif not text:
            field_name = ""
    division.put(Section(typed, field_name, text))
    if end < len(body):
        division.put(Section("", "", _joined(body[end:], unwrap=False)))


def _closes(line: str) -> bool:
    return is_closing(line) or is_closing(f"{line.rstrip(',')},")


def _joined(lines: Sequence[str], *, unwrap: bool = True) -> str:
    """As typed, but a sentence that was cut at the width of a mail is one line again."""
    written: list[str] = []
    for line in lines:
        if UNDERLINE.match(line):
            continue
        above = written[-1] if written else ""
        last_length = len(above) - above.rfind("\n") - 1
        runs_on = unwrap and above and line and not _ENDS.search(above) and not _POINT.match(line)
        if runs_on and last_length >= WRAPPED and not (line[0].isupper() and looks_like_heading(line)):
            written[-1] = f"{above} {line}"
        else:
            written.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(written)).strip()


def _keep_title_short(division: Division) -> None:
    """A title is one line; what stands below it is not part of it."""
    title, _, more = division.fields.get("title", "").partition("\n")
    if more.strip():
        division.fields["title"] = title.strip()
        division.rest.insert(0, Piece("", more.strip()))

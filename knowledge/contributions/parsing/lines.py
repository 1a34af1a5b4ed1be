"""One line of a pasted text: is it a heading, and of what look. No Django."""

import re
from dataclasses import dataclass

from knowledge.contributions.parsing.words import FIELDS, field_of_heading, plain
from krachtwijken.core.text.headings import looks_like_heading

MOST_WORDS = 11
MOST_CHARACTERS = 90
MOST_WORDS_OF_NAME = 6
MOST_WORDS_STATED = 8
# The chance from which a line is a heading: by a mark or as a row of a table, as a name or question by itself, as a sentence
# without an end ("Dit doen we er") by itself, above all else.
MARKED, NAMED, STATED, ABOVE_ALL = 0.4, 0.5, 0.65, 0.9
_QUOTED = re.compile(r"^(?:> ?)+")
_HASHES = re.compile(r"^(#{1,6})\s+")
# "**Doel**", and "*Doel.*" as a mail without markup writes it; "* doel" is a point of a list.
_BOLD = re.compile(
    r"^(?P<mark>\*\*|__|\*(?=[^\s*]))(?P<words>.+?)(?<!\s)(?P=mark)(?!\*)(?P<stop>\s*:|\.(?=\s|$))?\s*(?P<behind>.*)$"
)
# "2 Doelen", and not "2 fte": a bare number has a capital behind it.
_NUMBER = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)]|(?=\s+[A-ZÀ-Þ]))[)]?\s+(?=[^\W\d])")
_LETTER = re.compile(r"^(?:[A-H]|[IVX]{1,4})[.)]\s+(?=\S)")
_BULLET = re.compile(r"^(?:[-*+•●▪◦‣⁃➢·–o]\s+|[•●▪◦➢])(?=\S)")
# "Doel: minder overlast", "Doel - minder overlast", a cell of a table and the next one.
_INLINE = re.compile(r"^(?P<words>[^:|\t]{2,70}?)(?:\s*:|\s*[|\t]+|\s+[-–—](?=\s))\s*(?P<behind>\S.*)$")
# "Doel. Minder overlast": bold words above a text, as a mail leaves them without their bold.
_STOPPED = re.compile(r"^(?P<words>[^\W\d][^.:?!;,|\t]{2,50})\.\s+(?P<behind>[\"'“‘(]?[A-ZÀ-Þ0-9].*)$")
_ASKED = re.compile(r"^(?P<words>[^?.!]{4,80}\?)\s+(?P<behind>\S.*)$")
_OF_YEAR = re.compile(r"(?: (?:voor|in|van|over|sinds))? (?:19|20)\d\d$")
_CELLS = re.compile(r"\s*[|\t]+\s*")
NAMES_OF_COLUMNS = frozenset("kopje onderdeel vraag veld tekst antwoord toelichting omschrijving".split())
# The look of a heading that ends in a full stop, with its text behind it.
STOPPED = "stopped"
UNDERLINE = re.compile(r"^\s*(?:={3,}|-{3,}|~{3,}|_{3,})\s*$")
_RULE_OF_TABLE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?\|?")
_SENTENCE_END = re.compile(r"[.!;,…]['\")\]]?$")


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands before or around the words. `look` is shared by the headings of one text, `depth` counts from 1."""

    look: str
    depth: int
    words: str
    behind: str = ""

    @property
    def is_certain(self) -> bool:
        """Nothing but a heading looks like this."""
        return self.look in {"hash", "bold"} and not self.behind


@dataclass(frozen=True, slots=True)
class Heading:
    """`field` is None when the words are not known, empty when they belong to no field. `behind` is text on the line."""

    typed: str
    field: str | None
    look: str
    depth: int
    behind: str = ""

    @property
    def form(self) -> tuple[str, bool]:
        return self.look, bool(self.behind)


@dataclass(frozen=True, slots=True)
class Candidate:
    """`least` is the chance from which it is the heading of a field."""

    heading: Heading
    least: float


def without_quoting(line: str) -> str:
    """Nor the borders of a row: "| Doel | rust |" is "Doel | rust", and a row of lines is nothing."""
    typed = _QUOTED.sub("", line).strip()
    if _RULE_OF_TABLE.fullmatch(typed):
        return ""
    return typed.strip("| ") if typed.startswith("|") and typed.count("|") > 1 else typed


def read_mark(line: str) -> Mark:
    """The line as mark and words."""
    if found := _HASHES.match(line):
        return Mark("hash", len(found[1]), line[found.end() :].strip(" #*_"))
    if found := _BOLD.match(line):
        stop = found["stop"] or ""
        return Mark("bold", 1, found["words"].strip() + stop, found["behind"])
    if found := _NUMBER.match(line):
        return Mark("number", found["number"].count(".") + 1, line[found.end() :])
    if found := _LETTER.match(line):
        return Mark("letter", 1, line[found.end() :])
    if found := _BULLET.match(line):
        return Mark("bullet", 1, line[found.end() :].strip())
    letters = [sign for sign in line if sign.isalpha()]
    if len(letters) > 3 and all(sign.isupper() for sign in letters):
        return Mark("capitals", 1, line)
    return Mark("plain", 1, line)


def last_number(line: str) -> int:
    """3 of "2.3 Kosten"; 0 of a line without one."""
    found = _NUMBER.match(line)
    return int(found["number"].rpartition(".")[2]) if found else 0


def known_heading(line: str, *, opens: bool) -> Heading | None:
    """A heading of known words, alone on its line or with its text behind it. `opens`: nothing runs on from above."""
    mark = read_mark(line)
    words = mark.words.strip(" *_")
    if mark.look == "bold":
        words = words.removesuffix(".")
    if mark.behind:
        field = field_of_heading(words)
        return None if field is None else Heading(words, field, mark.look, mark.depth, mark.behind)
    if _may_be_heading(words):
        field = field_of_heading(words)
        alone = mark.look in {"hash", "bold", "capitals"} or opens
        if field is not None and alone and not (mark.look == "bullet" and not words.endswith(":")):
            return Heading(words, field, mark.look, mark.depth)
    for pattern in (_INLINE, _ASKED):
        found = pattern.match(words)
        field = field_of_heading(found["words"]) if found else None
        if found and field is not None and (opens or words[0].isupper()):
            return Heading(
                found["words"].strip(" *_"), field, f"{mark.look}:", mark.depth, found["behind"].strip(" |")
            )
    return _stopped_heading(mark, words) if opens else None


def _stopped_heading(mark: Mark, words: str) -> Heading | None:
    """Of known words alone: any sentence ends so. The look tells it apart from what has a colon."""
    found = _STOPPED.match(words) if mark.look in {"plain", "number"} else None
    field = FIELDS.get(plain(found["words"])) if found else None
    if not found or field is None or not found["words"][0].isupper():
        return None
    return Heading(found["words"], field, STOPPED, mark.depth, found["behind"])


def is_header_row(line: str) -> bool:
    """ "Kopje | Tekst": what the columns of a table are called, which says nothing of its own."""
    cells = [cell.strip(" *_:").casefold() for cell in _CELLS.split(line.strip("| "))]
    return len(cells) == 2 and all(cell in NAMES_OF_COLUMNS for cell in cells)


def candidate(line: str, *, is_first: bool, stands_alone: bool, in_table: bool) -> Candidate | None:
    """A line that may be a heading by more than its words, which are not known.

    `is_first`: of the text, so it may well be its title. `stands_alone`: a blank line above and text below. `in_table`: most
    lines of the text are a name with its text behind it.
    """
    mark = read_mark(line)
    words = mark.words.strip(" *_")
    if mark.look == "bold" and mark.behind:
        words = words.rstrip(".: ")
        return (
            Candidate(Heading(words, None, "bold", 1, mark.behind), MARKED)
            if _may_be_heading(words)
            else None
        )
    least = _least_of(mark, words, stands_alone=stands_alone) if _may_be_heading(words) else None
    if least is not None:
        heading = Heading(words, None, mark.look, mark.depth)
        return Candidate(heading, ABOVE_ALL if is_first else least)
    found = _ASKED.match(words) or _INLINE.match(words)
    if not in_table or not found or not _may_be_heading(found["words"].strip()):
        return None
    name, behind = found["words"].strip(" *_"), found["behind"].strip(" |")
    return Candidate(Heading(name, None, f"{mark.look}:", mark.depth, behind), MARKED)


def _least_of(mark: Mark, words: str, *, stands_alone: bool) -> float | None:
    """The chance from which a line of only these words is a heading; None where it never is."""
    if mark.look in {"hash", "bold", "capitals", "number", "letter"}:
        return MARKED
    if mark.look != "plain" or not stands_alone:
        return None
    is_name = len(words.split()) <= MOST_WORDS_OF_NAME and looks_like_heading(_OF_YEAR.sub("", words))
    if is_name or words.endswith("?"):
        return NAMED
    return STATED if words[0].isupper() and len(words.split()) <= MOST_WORDS_STATED else None


def is_row(line: str) -> bool:
    """A short name with its text behind it."""
    words = read_mark(line).words.strip(" *_")
    found = _ASKED.match(words) or _INLINE.match(words)
    return found is not None and _may_be_heading(found["words"].strip()) and found["words"][0].isupper()


def _may_be_heading(words: str) -> bool:
    return (
        0 < len(words) <= MOST_CHARACTERS
        and len(words.split()) <= MOST_WORDS
        and not _SENTENCE_END.search(words)
    )


def unknown_heading(line: str) -> Heading | None:
    """A line that looks like a heading, of words that are not known."""
    mark = read_mark(line)
    words = mark.words.strip(" *_")
    if mark.behind or not _may_be_heading(words) or mark.look in {"plain", "bullet"}:
        return None
    return Heading(words, None, mark.look, mark.depth)

"""What paper leaves in a text: page numbers, running headers, contents, footnotes. No Django."""

import re
from collections.abc import Sequence

from krachtwijken.core.text.lines import Line
from krachtwijken.core.text.segmentation import ends_sentence
from krachtwijken.core.text.tables import mark_tables
from krachtwijken.core.text.units import UnitKind

# Between two pages a sentence goes on behind these.
FURNITURE = frozenset({UnitKind.PAGE_NUMBER, UnitKind.RUNNING_HEADER, UnitKind.FOOTNOTE})
LONGEST_HEADER = 90
# A lone number between two lines is a page number only below a line of text, not in a column of numbers.
SHORTEST_TEXT_LINE = 25

_PAGE = re.compile(
    r"-{1,2} ?\d{1,4} ?-{1,2}|\d{1,4} ?(?:van|of|/) ?\d{1,4}|[ivx]{2,5}"
    r"|(?:pagina|pag\.?|bladzijde|blz\.?|page|p\.) ?\d{1,4}(?: ?(?:van|of|/) ?\d{1,4})?",
    re.IGNORECASE,
)
_LONE_NUMBER = re.compile(r"\d{1,4}")
_PAGE_AT_END = re.compile(r"(?: *[|·•] *| {3,}|\t+)(?:pagina |blz\. ?)?\d{1,4}$", re.IGNORECASE)
_PAGE_AT_START = re.compile(r"^\d{1,4}(?: *[|·•] *| {3,}|\t+)")
_LEADER = re.compile(r"(?:\.{4}|(?:\. ){3}\.?|_{4}|·{4})$")
_FOOTNOTE = re.compile(
    r"[⁰¹²³⁴-⁹]+ ?\S|Bron(?:nen)?: |\[?\d{1,2}\]? +(?:Zie|Bron|Vgl|Idem|Ibid|Ontleend|Kamerstuk|Tweede Kamer|https?:|www\.)"
)
_DIGITS = re.compile(r"\d+")


def mark_contents(lines: Sequence[Line]) -> None:
    for line in lines:
        if line.is_prose and _is_contents(line.text):
            line.kind = UnitKind.CONTENTS


def mark_layout(lines: Sequence[Line]) -> None:
    """Sets the kind of each line that is part of the paper and no part of the text."""
    is_all = sum(not line.is_blank for line in lines) == 1
    for index, line in enumerate(lines):
        if line.is_prose and not is_all and _is_page_number(lines, index):
            line.kind = UnitKind.PAGE_NUMBER
    _mark_running_headers(lines)
    mark_tables(lines)
    _mark_footnotes(lines)


def is_page_number(text: str) -> bool:
    return _LONE_NUMBER.fullmatch(text) is not None or _PAGE.fullmatch(text) is not None


def _is_contents(text: str) -> bool:
    """A title, dots, and the number of a page."""
    if not text[-1].isdigit():
        return False
    title = text.rstrip("0123456789").rstrip()
    return (
        len(text) - len(title) < 8 and _LEADER.search(title[-8:]) is not None and title[:1] not in {".", "_"}
    )


def _is_page_number(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    if not is_page_number(line.text):
        return False
    is_lone = _LONE_NUMBER.fullmatch(line.text) is not None
    before, after = _neighbour(lines, index, -1), _neighbour(lines, index, 1)
    if after is None:
        return True
    if before is None and (line.after_page_break or not (is_lone or after.text[:1].islower())):
        return True
    # Beside a paragraph: a line of running prose is only so short when the next word did not fit.
    fits = line.width + 1 + len(after.first_word) < max(before.width if before else 0, after.width)
    return fits and (not is_lone or (before is not None and before.width >= SHORTEST_TEXT_LINE))


def _neighbour(lines: Sequence[Line], index: int, step: int) -> Line | None:
    """The line of text right before or behind on the same page."""
    at = index + step
    if not 0 <= at < len(lines) or not lines[at].is_prose or lines[max(at, index)].after_page_break:
        return None
    return None if is_page_number(lines[at].text) else lines[at]


def _mark_running_headers(lines: Sequence[Line]) -> None:
    """A line that comes back at the edge of a page, or every time with another number at its side."""
    written = [line for line in lines if not line.is_blank]
    if any(line.after_page_break or line.kind is UnitKind.PAGE_NUMBER for line in written):
        at_edge: dict[str, list[Line]] = {}
        for line in _page_edges(written):
            if (
                len(line.text) <= LONGEST_HEADER
                and not ends_sentence(line.text)
                and line.text[-1] not in ".:;,"
            ):
                at_edge.setdefault(_DIGITS.sub("#", line.text.casefold()), []).append(line)
        for title, alike in at_edge.items():
            if len(alike) > 1 and sum(map(str.isalpha, title)) > 3:
                for line in alike:
                    line.kind = UnitKind.RUNNING_HEADER
    _mark_headers_with_number(lines)


def _page_edges(written: Sequence[Line]) -> list[Line]:
    """The lines of text that are the first or the last on a page, each once."""
    edges = []
    for index, line in enumerate(written):
        if line.kind is not None:
            continue
        after = written[index + 1] if index + 1 < len(written) else None
        starts = index == 0 or line.after_page_break or written[index - 1].kind is UnitKind.PAGE_NUMBER
        stops = after is None or after.after_page_break or after.kind is UnitKind.PAGE_NUMBER
        if starts or stops:
            edges.append(line)
    return edges


def _mark_headers_with_number(lines: Sequence[Line]) -> None:
    titled: dict[str, list[Line]] = {}
    for line in lines:
        if (
            line.is_prose
            and line.width <= LONGEST_HEADER
            and (line.text[0].isdigit() or line.text[-1].isdigit())
        ):
            title = _PAGE_AT_START.sub("", _PAGE_AT_END.sub("", line.text))
            if title != line.text and sum(map(str.isalpha, title)) > 3:
                titled.setdefault(title.casefold(), []).append(line)
    for alike in titled.values():
        if len({line.text for line in alike}) > 1:
            for line in alike:
                line.kind = UnitKind.RUNNING_HEADER


def _mark_footnotes(lines: Sequence[Line]) -> None:
    """A note below the text, with the lines it goes on in."""
    in_note = False
    for index, line in enumerate(lines):
        if line.is_blank or line.kind is not None:
            in_note = False
        elif _FOOTNOTE.match(line.text):
            before = _neighbour(lines, index, -1)
            in_note = in_note or before is None or before.text.endswith((".", "!", "?"))
        if in_note:
            line.kind = UnitKind.FOOTNOTE

"""A text that somebody pasted, or that a file holds, read once: units with their place in it. No Django."""

from collections.abc import Iterator, Sequence

from krachtwijken.core.text.headers import divide_chat, mark_headers
from krachtwijken.core.text.headings import mark_headings
from krachtwijken.core.text.layout import mark_contents, mark_layout
from krachtwijken.core.text.lines import Line, split
from krachtwijken.core.text.normalisation import Folded, finish, fold
from krachtwijken.core.text.paragraphs import Paragraph, paragraphs
from krachtwijken.core.text.points import divide_inline, mark_markers
from krachtwijken.core.text.salutations import greeting_length, is_closing, mark_greetings_and_closings
from krachtwijken.core.text.segmentation import ends_sentence, sentence_spans
from krachtwijken.core.text.spacing import close_up
from krachtwijken.core.text.units import Text, Unit, UnitKind

# A name below a letter without closing words has no more words than this.
MOST_WORDS_IN_NAME = 6


def read_text(original: str) -> Text:
    """Never raises; 300,000 characters take a second. Any text is accepted, also one without a single letter."""
    folded = fold(original)
    in_order = paragraphs(_lines(folded.text))
    mark_headings(in_order)
    _mark_name_below_letter(in_order)
    units: list[Unit] = []
    statements: list[Unit] = []
    for number, paragraph in enumerate(in_order):
        own = list(_units(paragraph, folded, number))
        units.extend(own)
        statements.extend(_statements(paragraph, folded, own))
    units.sort(key=lambda unit: unit.start)
    return Text(original, tuple(units), tuple(statements))


def sentences(text: str) -> list[str]:
    """The sentences, points on lists and rows of tables of a text, as they are compared; no headings."""
    return read_text(text).sentences


def statements(text: str) -> list[str]:
    """As `sentences`, with the headings between them in their order."""
    return [unit.text for unit in read_text(text).statements]


def _lines(folded: str) -> Sequence[Line]:
    lines = divide_inline(divide_chat(close_up(split(folded))))
    mark_contents(lines)
    mark_headers(lines)
    mark_layout(lines)
    mark_greetings_and_closings(lines)
    mark_markers(lines)
    return lines


def _units(paragraph: Paragraph, folded: Folded, number: int) -> Iterator[Unit]:
    for start, end in paragraph.notes:
        places = folded.places([(start, end)])
        yield Unit(UnitKind.FOOTNOTE, finish(folded.text[start:end]), places, number, paragraph.quoted)
    text = paragraph.text
    if paragraph.kind is not UnitKind.SENTENCE:
        yield from _unit(paragraph, folded, number, paragraph.kind, (0, len(text)))
        return
    start = greeting_length(text)
    if start:
        yield from _unit(paragraph, folded, number, UnitKind.GREETING, (0, len(text[:start].rstrip())))
    spans = [(start + low, start + high) for low, high in sentence_spans(text[start:])]
    closing = _closing(text, spans)
    for index, span in enumerate(spans):
        kind = UnitKind.SIGNATURE if index >= closing else UnitKind.SENTENCE
        yield from _unit(paragraph, folded, number, kind, span)


def _unit(
    paragraph: Paragraph, folded: Folded, number: int, kind: UnitKind, span: tuple[int, int]
) -> Iterator[Unit]:
    """One unit; none for an empty piece."""
    places = folded.places(paragraph.flow.spans(*span))
    if places:
        yield Unit(kind, finish(paragraph.text[slice(*span)]), places, number, paragraph.quoted)


def _closing(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """Where among the sentences the closing of a letter begins that was pasted in one line with it."""
    for index in range(max(1, len(spans) - 2), len(spans)):
        if is_closing(text[slice(*spans[index])]):
            return index
    return len(spans)


def _statements(paragraph: Paragraph, folded: Folded, own: Sequence[Unit]) -> Iterator[Unit]:
    for unit in own:
        if unit.kind in {UnitKind.SENTENCE, UnitKind.HEADING, UnitKind.TABLE_ROW}:
            yield unit
        elif unit.kind is UnitKind.BULLET:
            for span in sentence_spans(paragraph.text):
                yield from _unit(paragraph, folded, unit.paragraph, unit.kind, span)


def _mark_name_below_letter(in_order: Sequence[Paragraph]) -> None:
    """A letter may end in the name of who sends it, without any closing words."""
    if not any(paragraph.kind is UnitKind.GREETING for paragraph in in_order):
        return
    last = in_order[-1]
    is_name = len(last.text.split()) <= MOST_WORDS_IN_NAME and not ends_sentence(last.text)
    if last.kind is UnitKind.SENTENCE and last.after_blank and len(last.lines) == 1 and is_name:
        last.kind = UnitKind.SIGNATURE

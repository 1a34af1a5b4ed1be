"""Which paragraphs are headings: by their words, and by what stands below them. No Django."""

import re
from collections.abc import Sequence

from krachtwijken.core.text.layout import FURNITURE
from krachtwijken.core.text.paragraphs import Paragraph
from krachtwijken.core.text.segmentation import ends_sentence, sentence_spans
from krachtwijken.core.text.units import UnitKind
from krachtwijken.core.text.wrapping import CONNECTING, LABEL

MOST_WORDS = 18
# Above points on a list, a longer line is their lead-in.
MOST_WORDS_ABOVE_LIST = 5
MOST_CHARACTERS = 140
# Below a heading without a blank line there is text, which is so much longer than the heading.
LONGER = 1.4

_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[A-Z][.)])\s+[A-ZÀ-Þ\d\"'(]"
    r"|(?:Hoofdstuk|Paragraaf|Bijlage|Artikel|Chapter|Appendix) (?:\d{1,2}|[A-Z])(?:[.:]\s*\S|\s+[A-ZÀ-Þ]|$)"
)
_ALL_CAPITALS = re.compile(r"[^a-zß-ÿ]*[A-ZÀ-Þ](?: ?[A-ZÀ-Þ]){2}[^a-zß-ÿ]*")
_QUESTION_WORDS = frozenset("hoe waar waarom waarmee waarover wanneer wat welke wie what why how who".split())
_SUBJECTS = frozenset("dit dat er graag hij ik je jij jullie kan kun kunt men u we wij wil ze zij".split())
_VERBS = frozenset(
    """ben bent blijft blijven doet doen gaan gaat had hadden hebben heb heeft is kan komen komt kreeg krijgen krijgt kunnen
    ligt liggen loopt lopen moest moet moeten mag mogen staan staat vraagt vragen was waren weet weten werd werden
    wil willen wordt worden zal ziet zien zijn zit zitten zoeken zoekt zou zouden""".split()
)


def mark_headings(paragraphs: Sequence[Paragraph]) -> None:
    """Sets the kind; from the last to the first: what is a heading depends on what follows it."""
    below: Paragraph | None = None
    for index in range(len(paragraphs) - 1, -1, -1):
        paragraph = paragraphs[index]
        if below is not None and _is_heading(paragraph, below, paragraphs[index - 1] if index else None):
            # A heading keeps its number.
            paragraph.kind, paragraph.marker = UnitKind.HEADING, None
            paragraph.fill()
        if paragraph.kind not in FURNITURE:
            below = paragraph


def looks_like_heading(text: str) -> bool:
    """By its words alone: short, without an end mark, and no sentence that lost its mark."""
    words = text.split()
    if (
        len(words) > MOST_WORDS
        or len(text) > MOST_CHARACTERS
        or ends_sentence(text)
        or text.endswith((".", ":", ";", ","))
    ):
        return False
    if _NUMBERED.match(text) or _ALL_CAPITALS.fullmatch(text):
        return True
    first = next(filter(str.isalnum, text), "")
    if LABEL.match(text) or not (first.isupper() or first.isdigit()):
        return False
    plain = [word.lower() for word in re.findall(r"[^\W\d_]+", text)]
    if not plain or plain[0] in _SUBJECTS or plain[-1] in CONNECTING:
        return False
    return plain[0] in _QUESTION_WORDS or not any(word in _VERBS for word in plain[1:])


def _is_above_text(text: str, below: str) -> bool:
    """Whether this line can be the heading of a paragraph that follows without a blank line."""
    return len(below) > LONGER * len(text) and (ends_sentence(below) or len(sentence_spans(below)) > 1)


def _is_heading(paragraph: Paragraph, below: Paragraph, above: Paragraph | None) -> bool:
    if paragraph.kind is UnitKind.BULLET:
        return _is_numbered_heading(paragraph, below, above)
    if paragraph.kind is not UnitKind.SENTENCE or below.quoted != paragraph.quoted:
        return False
    text = paragraph.text
    if below.kind is UnitKind.SIGNATURE or not looks_like_heading(text):
        return False
    if below.kind is UnitKind.BULLET and not paragraph.before_blank:
        return len(text.split()) <= MOST_WORDS_ABOVE_LIST
    if below.kind is not UnitKind.SENTENCE:
        return True
    if paragraph.before_blank:
        # Below a heading there is text: lines that all look like headings are loose remarks.
        return paragraph.after_blank and not looks_like_heading(below.text)
    return _is_above_text(text, below.text)


def _is_numbered_heading(paragraph: Paragraph, below: Paragraph, above: Paragraph | None) -> bool:
    """Whether what seemed a point on a list has text of its own below it and no other point above it."""
    if paragraph.marker is None or not paragraph.marker.ordinals or below.kind is not UnitKind.SENTENCE:
        return False
    if above is not None and above.kind is UnitKind.BULLET:
        return False
    return len(paragraph.lines) == 1 and looks_like_heading(paragraph.lines[0].text)

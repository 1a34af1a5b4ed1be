"""The marks that points on a list begin with. No Django."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

# Never part of running prose: at the beginning of a line they always start a point.
_GLYPHS = "•●○◦▪▫■□◆◇►▶▸➢➤✓✔✗✘☑☐❖∙·‣⁃★☆"
_PICTURES = "\u2190-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff"
_GLYPH = re.compile(rf"[{_GLYPHS}]\s*(?=[^\s{_GLYPHS}])")
# A picture at both ends is an ornament.
_WEAK = re.compile(
    r"(?P<sign>[-*+]|o(?=[ \t]))[ \t]+(?=\S)|(?P<glued>-)(?=[^\W\d_])"
    rf"|(?P<picture>[{_PICTURES}]|\d\u20e3)(?!.*[{_PICTURES}]$)[ \t]*(?=[^\W_]|[\"'(])"
)
_ORDINAL = re.compile(
    r"(?P<open>\(?)(?:(?P<number>\d{1,3})|(?P<letter>[a-z])|(?P<capital>[A-Z])|(?P<roman>[ivx]{2,5}))(?P<close>[.)])\s+(?=\S)"
    r"|(?P<levels>\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?=\S)"
)
# How many lines apart the points of one list begin at most.
NEAR = 40
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@dataclass(frozen=True, slots=True)
class Marker:
    """`style` is shared by the points of one list; `ordinals` are what the mark may count as, none for a sign.

    `length` is that of the mark with the space behind it. A strong mark stands nowhere but before a point.
    """

    style: str
    length: int
    ordinals: tuple[int, ...] = ()
    strong: bool = False

    def follows(self, other: "Marker | None") -> bool:
        """Whether this may be the next point of the list that `other` is a point of."""
        if other is None or self.style != other.style:
            return False
        return not self.ordinals or any(ordinal - 1 in other.ordinals for ordinal in self.ordinals)

    def next_inline(self, text: str) -> bool:
        """Whether the number after this one stands in the same line: "1) slopen of 2) opknappen" is prose."""
        return any(f" {ordinal + 1}{self.style[-1]} " in f"{text} " for ordinal in self.ordinals)

    @property
    def is_first(self) -> bool:
        return 1 in self.ordinals


def marker(text: str) -> Marker | None:
    """The mark that a line may begin with; whether it is one, its surroundings tell."""
    if match := _GLYPH.match(text):
        return Marker(f"glyph {text[0]}", match.end(), strong=True)
    if match := _WEAK.match(text):
        kind = match.lastgroup or ""
        return Marker(f"{kind} {'' if kind == 'picture' else match[kind]}", match.end())
    match = _ORDINAL.match(text)
    if match is None:
        return None
    if match["levels"]:
        head, _, last = match["levels"].rpartition(".")
        return Marker(f"levels {head}", match.end(), (int(last),))
    return Marker(*_ordinal(match))


def _ordinal(match: re.Match[str]) -> tuple[str, int, tuple[int, ...]]:
    around = f"{match['open']}{match['close']}"
    if match["number"]:
        return f"number {around}", match.end(), (int(match["number"]),)
    if match["capital"]:
        return f"capital {around}", match.end(), (ord(match["capital"]) - ord("A") + 1,)
    text = match["letter"] or match["roman"]
    # i., v. and x. are letters as well as numbers.
    ordinals = [_ROMANS.index(text) + 1] if text in _ROMANS else []
    if match["letter"]:
        ordinals.append(ord(text) - ord("a") + 1)
    return f"letter {around}", match.end(), tuple(ordinals)


def in_series(markers: Sequence[Marker | None]) -> list[bool]:
    """For the marker of each line, whether a line near it carries the number before or after it."""
    places: dict[tuple[str, int], list[int]] = {}
    for index, own in enumerate(markers):
        if own is not None:
            for ordinal in own.ordinals:
                places.setdefault((own.style, ordinal), []).append(index)

    def is_near(style: str, ordinal: int, low: int, high: int) -> bool:
        lines = places.get((style, ordinal), [])
        at = bisect_left(lines, low)
        return at < len(lines) and lines[at] < high

    return [
        own is not None
        and any(
            is_near(own.style, ordinal - 1, index - NEAR, index)
            or is_near(own.style, ordinal + 1, index + 1, index + NEAR)
            for ordinal in own.ordinals
        )
        for index, own in enumerate(markers)
    ]

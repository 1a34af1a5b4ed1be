"""What somebody wrote now, without what is quoted and without signature. Dutch and English. No Django.

Three steps: quoted lines, the line above them and everything below the headers of an older mail go out; then a warning of
the receiver's mail server at the top; then the signature, as `core.text` knows closings. Why no library: docs/dependencies.md.
"""

import re
from collections.abc import Sequence

from krachtwijken.core.text.lines import Line, split
from krachtwijken.core.text.salutations import mark_greetings_and_closings
from krachtwijken.core.text.units import UnitKind

# A line "Op … schreef …:" is wrapped over so many lines at most.
MOST_WRAPPED = 4
# An older mail begins with at least so many of its headers within so many lines.
FEWEST_HEADERS, WITHIN = 3, 8
LONGEST_BANNER = 8

_QUOTED = re.compile(r"[ \t]*>")
_WROTE = re.compile(
    r"[ \t]*(?:Op|On|Am|Le|Den)\b.{4,200}?\b(?:schreef|geschreven|wrote|écrit|schrieb)\b.{0,160}:"
    r"|.{2,120}@.{2,120}\b(?:schreef|wrote)\b.{0,80}:"
    r"|.{2,80}\bschreef op\b.{4,120}:",
    re.IGNORECASE | re.DOTALL,
)
_BEGINS_WROTE = re.compile(
    r"[ \t]*(?:Op|On|Am|Le|Den)\b.*\d|.{2,120}[@<]|.{2,80}\bschreef op\b", re.IGNORECASE
)
_HEADER = re.compile(
    r"[ \t]*\*?(?:Van|Verzonden|Verstuurd|Datum|Aan|Cc|Bcc|Onderwerp|Prioriteit|Urgentie|Beantwoorden"
    r"|From|Sent|Date|To|Subject|Reply-To|Importance)\*?[ \t]{0,4}:\*?(?:[ \t]|$)",
    re.IGNORECASE,
)
_FROM = re.compile(r"[ \t]*\*?(?:Van|From)\*?[ \t]{0,4}:", re.IGNORECASE)
_FORWARD_WORDS = (
    r"(?:oorspronkelijk bericht|origineel bericht|doorgestuurd bericht|original message|original appointment"
    r"|forwarded message|oorspronkelijke afspraak)"
)
_MARKER = re.compile(
    rf"[ \t]*(?:-{{3,}} ?{_FORWARD_WORDS} ?-*|begin (?:doorgestuurd bericht|forwarded message) ?:)[ \t]*",
    re.IGNORECASE,
)
_FORWARD_MARKER = re.compile(
    r"[ \t]*(?:-{3,} ?(?:doorgestuurd bericht|forwarded message) ?-*"
    r"|begin (?:doorgestuurd bericht|forwarded message) ?:)[ \t]*",
    re.IGNORECASE,
)
_RULE = re.compile(r"[ \t]*[_-]{10,}[ \t]*")
_BANNER = re.compile(
    r"\W*(?:\[?(?:extern|external)\b|let op[:!]? .{0,40}\bextern|(?:let op[:!]? )?(?:deze|dit) (?:e-?mail|bericht) "
    r"(?:is|komt|kwam).{0,20}\b(?:extern|buiten)|caution[:!] |u ontvangt niet vaak e-?mail van"
    r"|you don't often get email from)",
    re.IGNORECASE,
)
# Closings that may be part of a sentence elsewhere: only on a line of their own, above a name.
_SHORT_CLOSING = re.compile(
    r"(?:all the best|best|cheers|thanks(?: again)?|thank you|many thanks|bedankt|alvast bedankt|(?:veel |hartelijk )?dank"
    r"|dank (?:u|je)(?: ?wel)?|tot snel|tot dan|fijne dag|fijn weekend)[,!.]?",
    re.IGNORECASE,
)
MOST_BELOW, LONGEST_NAME = 6, 60
_SIGNATURE_MARK = re.compile(r"--[ \t]?")


def own_text(whole: str) -> str:
    """Empty when there is nothing but what was quoted. Words are never changed; blank lines become one."""
    lines = [line.rstrip() for line in whole.replace("\u00a0", " ").split("\n")]
    kept = _without_banner(_without_quotes(lines))
    return _joined(_without_signature(kept))


def is_forwarded(whole: str, subject: str) -> bool:
    """Passes on what somebody else wrote: its subject says so, or a line in it."""
    named = re.match(r"(?:fwd?|fw|doorst|doorgestuurd|tr) ?:", subject.strip(), re.IGNORECASE)
    return named is not None or any(_FORWARD_MARKER.fullmatch(line) for line in whole.split("\n"))


def _without_quotes(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    at = 0
    while at < len(lines):
        if _QUOTED.match(lines[at]):
            at += 1
            # What stands on both sides of a quote are two paragraphs.
            kept.append("")
            continue
        wrapped = _attribution(lines, at)
        if wrapped and _is_quote_next(lines, at + wrapped):
            kept.append("")
            at += wrapped
        elif wrapped or _begins_older(lines, at):
            break
        else:
            kept.append(lines[at])
            at += 1
    return kept


def _attribution(lines: Sequence[str], at: int) -> int:
    """Over how many lines "Op … schreef …:" runs that begins here; 0 when none does."""
    if not _BEGINS_WROTE.match(lines[at]):
        return 0
    for count in range(1, MOST_WRAPPED + 1):
        part = lines[at : at + count]
        if len(part) < count or not part[-1].strip():
            return 0
        if part[-1].endswith(":") and _WROTE.fullmatch(" ".join(part)):
            return count
    return 0


def _is_quote_next(lines: Sequence[str], at: int) -> bool:
    following = next((line for line in lines[at:] if line.strip()), "")
    return _QUOTED.match(following) is not None


def _begins_older(lines: Sequence[str], at: int) -> bool:
    """Below this line stands an older mail, not marked line by line."""
    line = lines[at]
    if _MARKER.fullmatch(line):
        return True
    if _RULE.fullmatch(line):
        following = next((index for index in range(at + 1, len(lines)) if lines[index].strip()), None)
        return following is not None and _begins_older(lines, following)
    if not _FROM.match(line):
        return False
    return sum(_HEADER.match(part) is not None for part in lines[at : at + WITHIN]) >= FEWEST_HEADERS


def _without_banner(lines: Sequence[str]) -> list[str]:
    """Mail servers of a gemeente put a warning above mail from outside, and answers carry it along."""
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines) or not _BANNER.match(lines[start]):
        return list(lines)
    for index in range(start, min(len(lines), start + LONGEST_BANNER)):
        if not lines[index].strip():
            return list(lines[index:])
    return list(lines)


def _without_signature(lines: Sequence[str]) -> list[str]:
    ended = next((index for index, line in enumerate(lines) if _SIGNATURE_MARK.fullmatch(line)), len(lines))
    text = _joined(lines[:ended])
    read: list[Line] = split(text)
    mark_greetings_and_closings(read)
    signed = {text.count("\n", 0, line.start) for line in read if line.kind is UnitKind.SIGNATURE}
    return _without_short_closing(
        [line for index, line in enumerate(text.split("\n")) if index not in signed]
    )


def _without_short_closing(lines: Sequence[str]) -> list[str]:
    for index, line in enumerate(lines):
        below = [part.strip() for part in lines[index + 1 :] if part.strip()]
        are_names = all(
            len(part) <= LONGEST_NAME and not part.endswith((".", "?", ":", ",")) for part in below
        )
        if _SHORT_CLOSING.fullmatch(line.strip()) and 0 < len(below) <= MOST_BELOW and are_names:
            return list(lines[:index])
    return list(lines)


def _joined(lines: Sequence[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")

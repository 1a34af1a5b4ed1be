"""What stands above a mail, a memo or a letter, and before the lines of a chat. No Django."""

import re
from collections.abc import Sequence

from krachtwijken.core.text.lines import Line
from krachtwijken.core.text.segmentation import ends_sentence
from krachtwijken.core.text.units import UnitKind

LONGEST_HEADER = 200
# Lines of an address above or below its postal code, and how long each is at most.
LONGEST_ADDRESS = 8
LONGEST_ADDRESS_LINE = 60

_HEADER = re.compile(
    r"\*?(?:Van|Aan|Cc|CC|Bcc|BCC|Onderwerp|Datum|Verzonden|Verstuurd|Bijlagen?|Beantwoorden|(?:Uw |Ons )?[Kk]enmerk"
    r"|From|To|Sent|Subject|Date|Reply-To|Attachments?|VAN|AAN|DATUM|ONDERWERP)\*?[ \t]{0,12}:\*?(?:[ \t].*|)"
)
_SUBJECT = re.compile(r"(?:Betreft|Betreffende|BETREFT|Concerning|Re)\*?[ \t]{0,12}:[ \t].*")
_FORWARDED = re.compile(
    r"-{2,} ?(?:oorspronkelijk bericht|doorgestuurd bericht|original message|forwarded message|forwarded by.*) ?-*"
    r"|begin (?:doorgestuurd bericht|forwarded message) ?:",
    re.IGNORECASE,
)
_REPLY_TO = re.compile(
    r"(?:Op|On) .{6,160}\b(?:schreef|geschreven|wrote)\b.{0,120}:|.{2,100}@.{2,100} (?:schreef|wrote)\b.{0,60}:"
)
_DATE = r"\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9}\.?)[-/. ]\d{2,4}"
_CHAT = re.compile(
    rf"(?:\[{_DATE},? \d{{1,2}}[:.]\d\d(?:[:.]\d\d)?\]|{_DATE},? \d{{1,2}}[:.]\d\d -) [^:]{{1,40}}:(?= )"
)
_DATELINE = re.compile(rf"[A-Z'][\w' -]{{1,30}}, (?:d\.d\. )?{_DATE}")
_POSTCODE = re.compile(r"\d{4} ?[A-Z]{2}\b.{0,40}")
_MARKDOWN = re.compile(r"#{1,6} +(?=\S)")


def divide_chat(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of a chat cut behind date and name: the cut part is a header."""
    divided: list[Line] = []
    for line in lines:
        match = _CHAT.match(line.text) if line.is_prose else None
        if match is None:
            divided.append(line)
            continue
        header, rest = line.parts([match.end()])
        header.kind = UnitKind.MAIL_HEADER
        divided.extend([header, rest])
    return divided


def mark_headers(lines: Sequence[Line]) -> None:
    """Sets the kind of the headers of mails and of what stands above a letter; headings of Markdown lose their #."""
    for index, line in enumerate(lines):
        if not line.is_prose:
            continue
        if match := _MARKDOWN.match(line.text):
            line.kind = UnitKind.HEADING
            line.start += match.end()
            line.text = line.text[match.end() :]
        else:
            _mark_header(lines, index)
    _mark_address(lines)


def begins_mail(text: str) -> bool:
    """Whether a line is the first of another mail, or one of its headers."""
    return any(pattern.fullmatch(text) for pattern in (_HEADER, _FORWARDED, _REPLY_TO))


def is_apart(lines: Sequence[Line], index: int) -> bool:
    """Whether nothing before this line can go on in it."""
    if index == 0:
        return True
    before = lines[index - 1]
    return not before.is_prose or before.quoted != lines[index].quoted or ends_sentence(before.text)


def _mark_header(lines: Sequence[Line], index: int) -> None:
    line = lines[index]
    if len(line.text) > LONGEST_HEADER:
        return
    apart = is_apart(lines, index)
    if _FORWARDED.fullmatch(line.text) or (
        apart and (_REPLY_TO.fullmatch(line.text) or _DATELINE.fullmatch(line.text))
    ):
        line.kind = UnitKind.MAIL_HEADER
    elif _SUBJECT.fullmatch(line.text):
        line.kind = UnitKind.HEADING
    elif _HEADER.fullmatch(line.text):
        line.kind = UnitKind.MAIL_HEADER
    elif apart and index + 1 < len(lines) and line.text.startswith(("Op ", "On ")):
        # Mail programs wrap this line too.
        following = lines[index + 1]
        if following.is_prose and _REPLY_TO.fullmatch(f"{line.text} {following.text}"):
            line.kind = following.kind = UnitKind.MAIL_HEADER


def _mark_address(lines: Sequence[Line]) -> None:
    """Sender or receiver above a letter: a postal code with a place, and the short lines right beside it."""
    for index, line in enumerate(lines):
        if not line.is_prose or not _POSTCODE.fullmatch(line.text):
            continue
        line.kind = UnitKind.MAIL_HEADER
        for beside in (
            range(index - 1, index - LONGEST_ADDRESS, -1),
            range(index + 1, index + LONGEST_ADDRESS),
        ):
            for at in beside:
                if not 0 <= at < len(lines) or not _is_in_address(lines[at]):
                    break
                lines[at].kind = UnitKind.MAIL_HEADER


def _is_in_address(line: Line) -> bool:
    return (
        line.is_prose
        and len(line.text) <= LONGEST_ADDRESS_LINE
        and not line.text.endswith((".", "!", "?", ":", ";", ","))
    )

"""How letters and mails begin and end: greetings, closings, the names below them. No Django."""

import itertools
import re
from collections.abc import Sequence

from krachtwijken.core.text.headers import begins_mail, is_apart
from krachtwijken.core.text.lines import Line
from krachtwijken.core.text.segmentation import ends_sentence
from krachtwijken.core.text.units import UnitKind

# So many lines of name, function and address there are at most.
LONGEST_SIGNATURE = 15
# A paragraph below a name with a full sentence of so many words is text again.
PROSE_WORDS = 8

_HELLO = (
    r"(?:beste|geachte?|hallo|hoi|hey|hi|hai|dag|lieve|waarde|goede(?:morgen|middag|navond|ndag|dag)|dear|hello|good morning"
    r"|good afternoon)"
)
# To whom letters go; other words behind "beste" may begin a sentence: "Beste oplossing is, denk ik, ...".
_PEOPLE = (
    r"(?:adviseurs?|allemaal|allen|bestuur(?:ders|sleden)?|bewoners?|buren|burgemeester|collega(?:'?s|e)?|college|commissie"
    r"|daar|dame|dames|directie|expert|experts|gemeente(?:raad)?|griffie(?:r)?|heer|heren|iedereen|jongens|leden|lezers?|loket"
    r"|meneer|mensen|mevrouw|mevr\.|mw\.|dhr\.|ouders|raad|raadsleden|redactie|team|teamleden|vrienden|wethouders?"
    r"|wijkbewoners?|colleagues?|all|madam|sir)"
)
_NAMED = r"(?:van|de|den|der|het|en|of|een|/|'t|\w+collega's|[A-Z][\w'/.-]*|" + _PEOPLE + r")"
_GREETING = re.compile(
    rf"(?i:{_HELLO})(?: [^.!?:;,]{{1,60}}(?:, (?i:mevrouw|meneer|heer|mevr\.|dames|heren)[^.!?:;,]{{0,40}})?)?[,!]"
    rf"|(?i:{_HELLO})(?:,? {_NAMED}){{0,6}}|(?i:l\.s\.?),?|[Cc]ollega(?:'?s)?[,!]"
)
_GREETING_BEFORE_TEXT = re.compile(
    rf"(?i:{_HELLO})(?:(?: ?,)? (?i:{_PEOPLE})(?:(?:[ /]|, ){_NAMED}){{0,4}}|(?: [A-Z][\w'-]*){{1,3}})?(?:[,!]|(?= -)) *(?=\S)"
)
_CLOSING = re.compile(
    r"(?:(?:met|de) )?(?:(?:heel )?(?:vriendelijke|hartelijke|collegiale|warme|beste|sportieve|zonnige|lieve)(?: en )?,? ?)+"
    r"groet(?:en|jes)?|(?:veel |de )?groet(?:en|jes)?|gr\.?|grtz?\.?|mvg\.?|m\. ?v\. ?g\.?|vr\. ?gr\.?|hoogachtend"
    r"|(?:alvast|bij voorbaat) (?:heel )?(?:veel |hartelijk |vriendelijk )?(?:dank|bedankt)"
    r"|(?:kind |best |warm )?regards|yours (?:sincerely|faithfully|truly)|sincerely|thanks in advance",
    re.IGNORECASE,
)
_SHORTENED = re.compile(r"mvg\.?|m\. ?v\. ?g\.?|vr\. ?gr\.?", re.IGNORECASE)
_ON_BEHALF = re.compile(r"[Nn]amens .{2,40},")
_NAME_BEHIND = re.compile(r"$| ?/ ?[A-Za-z]|[,.!]|,? (?:[A-ZÀ-Þ'(]|van |uit |namens |voor )")
_DEVICE = re.compile(
    r"(?:verstuurd|verzonden|sent) (?:vanaf|vanuit|met|from|via) .{2,40}|get outlook for .{2,20}|--",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"(?:disclaimer\b|dit (?:e-?mail)?bericht|deze e-?mail|de informatie (?:in|verzonden)|aan (?:dit bericht|deze e-?mail)"
    r"|denk aan het milieu|this (?:e-?mail|message)|the information (?:in|contained))",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"p\.? ?s\.?(?: |:|$)", re.IGNORECASE)
_BULLET = re.compile(r"[•*-] |\d{1,2}[.)] ")


def mark_greetings_and_closings(lines: Sequence[Line]) -> None:
    """Sets the kind of greetings on a line of their own, and of the lines from a closing to its end."""
    for index, line in enumerate(lines):
        if line.is_prose and is_greeting(line.text) and _stands_by_itself(lines, index):
            line.kind = UnitKind.GREETING
    for index, line in enumerate(lines):
        if line.is_prose and _is_closing(lines, index):
            _mark_signature(lines, index)


def is_greeting(text: str) -> bool:
    return _GREETING.fullmatch(text) is not None


def greeting_length(sentence: str) -> int:
    """How many characters of a first sentence are a greeting and the space behind it."""
    match = _GREETING_BEFORE_TEXT.match(sentence)
    return match.end() if match else 0


def is_closing(sentence: str) -> bool:
    """Whether a sentence is all there is of a closing that was pasted in one line with the text."""
    match = _CLOSING.match(sentence)
    return match is not None and _is_rest_of_closing(sentence[match.end() :])


def _is_rest_of_closing(rest: str) -> bool:
    """A name or a function; "Groeten op straat doet niemand meer" is a sentence."""
    named = _NAME_BEHIND.match(rest)
    return (
        named is not None and len(rest.split()) <= 7 and not (len(rest.split()) > 3 and ends_sentence(rest))
    )


def _stands_by_itself(lines: Sequence[Line], index: int) -> bool:
    """Whether a greeting has its line to itself: no other words go on in it, nor does it go on in the next line."""
    text = lines[index].text
    if text.endswith(",") and text[0].isupper():
        return True
    following = lines[index + 1] if index + 1 < len(lines) else None
    is_last = following is None or not following.is_prose or not following.text[0].islower()
    return is_apart(lines, index) and (is_last or text[-1] in ",!.")


def _is_closing(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    if _DEVICE.fullmatch(line.text):
        return True
    if _ON_BEHALF.fullmatch(line.text) and is_apart(lines, index):
        return True
    match = _CLOSING.match(line.text)
    if match is None:
        return False
    rest = line.text[match.end() :]
    if _SHORTENED.fullmatch(match.group()) and len(rest.split()) <= 2 and not rest[:1].isalnum():
        return True
    if not _is_rest_of_closing(rest):
        return False
    before = lines[index - 1] if index else None
    # "... met een hartelijke | groet van de wijk": not below a line as long as itself that goes on.
    if before is None or is_apart(lines, index):
        return True
    return line.text[0].isupper() and (before.width > line.width or " " in match.group())


def _mark_signature(lines: Sequence[Line], index: int) -> None:
    """From the closing to where a text begins again."""
    first = lines[index]
    first.kind = UnitKind.SIGNATURE
    if _DEVICE.fullmatch(first.text) and first.text != "--":
        return
    marked = 0
    for at in range(index + 1, len(lines)):
        line = lines[at]
        if line.is_blank:
            continue
        if marked == LONGEST_SIGNATURE or line.quoted != first.quoted or _ends_signature(lines, at):
            return
        line.kind = UnitKind.SIGNATURE
        marked += 1


def _ends_signature(lines: Sequence[Line], index: int) -> bool:
    # An address below a name was taken for one above a letter.
    is_known = lines[index].kind not in {None, UnitKind.MAIL_HEADER}
    return is_known or begins_mail(lines[index].text) or _is_text_again(lines, index)


def _is_text_again(lines: Sequence[Line], index: int) -> bool:
    """Whether below a closing the text goes on here: a postscript, a list, a paragraph of full sentences."""
    line = lines[index]
    if _POSTSCRIPT.match(line.text) or _BULLET.match(line.text) or _GREETING.fullmatch(line.text):
        return True
    if _DISCLAIMER.match(line.text) or not lines[index - 1].is_blank:
        return False
    following = itertools.takewhile(lambda part: part.is_prose, lines[index : index + LONGEST_SIGNATURE])
    whole = " ".join(part.text for part in following)
    return ends_sentence(whole) and len(whole.split()) >= PROSE_WORDS

"""Finds personal data of residents in free text, so that forms can refuse it before it is kept.

Built for few false alarms: a street, an organisation, a function or a year alone is policy text and passes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from krachtwijken.core import privacy_names as names
from krachtwijken.core import privacy_patterns as patterns
from krachtwijken.core.text import read_text

NEAR = 90


@dataclass(frozen=True)
class Finding:
    """`kind` is one of the keys of EXPLANATIONS; `excerpt` is what was read, for the writer only: never log it."""

    kind: str
    excerpt: str
    explanation: str


EXPLANATIONS = {
    "bsn": "Dit lijkt een burgerservicenummer. Haal het weg.",
    "phone": "Dit lijkt een telefoonnummer. Haal het weg.",
    "email": "Dit lijkt een e-mailadres. Haal het weg.",
    "iban": "Dit lijkt een rekeningnummer. Haal het weg.",
    "address": "Dit lijkt het adres van een bewoner. Noem hooguit de straat of de wijk, zonder huisnummer.",
    "birth_date": "Dit lijkt een geboortedatum. Noem hooguit een leeftijdsgroep.",
    "person": "Dit lijkt de naam van een bewoner. Schrijf bijvoorbeeld: een gezin in deze straat.",
}


def find_personal_data(text: str) -> list[Finding]:
    """Every finding once, in the order of the text; an empty list when the text may be kept. Whatever the text was
    wrapped or typed with (line ends, no-break spaces, invisible characters) it is read as one would read it aloud."""
    text = "\n".join(unit.text for unit in read_text(text).units)
    first_places: dict[tuple[str, str], int] = {}
    for kind, finder in FINDERS.items():
        for start, excerpt in finder(text):
            first_places.setdefault((kind, " ".join(excerpt.split())[:80]), start)
    in_order = sorted(first_places.items(), key=lambda item: item[1])
    return [Finding(kind, excerpt, EXPLANATIONS[kind]) for (kind, excerpt), _ in in_order]


def names_person(text: str) -> bool:
    """Whether somebody is named, in a field that asks for a function: with a title, initials or a common first name."""
    return patterns.INITIAL_ALONE.search(text) is not None or any(_is_person(name) for name in _names(text))


def passes_eleven_test(digits: str) -> bool:
    """The check that every burgerservicenummer satisfies."""
    padded = digits.zfill(9)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return int(padded) != 0 and sum(int(d) * w for d, w in zip(padded, weights, strict=True)) % 11 == 0


Found = Iterator[tuple[int, str]]


def _bsn(text: str) -> Found:
    for pattern in (patterns.NINE_DIGITS, patterns.GROUPED_BSN):
        for match in pattern.finditer(text):
            before, after = (
                text[max(0, match.start() - 30) : match.start()],
                text[match.end() : match.end() + 20],
            )
            digits = re.sub(r"\D", "", match.group())
            counted = patterns.COUNTED_BEFORE.search(before) or patterns.COUNTED_AFTER.match(after)
            if len(digits) == 9 and not counted and passes_eleven_test(digits):
                yield match.start(), match.group()
    for match in patterns.LOOSE_BSN.finditer(text):
        if patterns.BSN_WORD.search(text[max(0, match.start() - 40) : match.start()]):
            yield match.start(), match.group()


def _phone(text: str) -> Found:
    for match in patterns.PHONE.finditer(text):
        if not patterns.SERVICE_NUMBER.match(re.sub(r"\D", "", match.group())):
            yield match.start(), match.group()


def _email(text: str) -> Found:
    for match in patterns.EMAIL.finditer(text):
        yield match.start(), match.group()


def _iban(text: str) -> Found:
    for match in patterns.IBAN.finditer(text):
        compact = re.sub(r"[\s.\-]", "", match.group()).upper()
        compact = compact[: patterns.IBAN_LENGTHS.get(compact[:2], len(compact))]
        moved = compact[4:] + compact[:4]
        number = "".join(str(int(sign, 36)) for sign in moved)
        if patterns.DUTCH_IBAN.fullmatch(compact) or int(number) % 97 == 1:
            yield match.start(), match.group()


def _address(text: str) -> Found:
    """A house number or postcode beside somebody's name, said to be where somebody lives, or of a home that trouble comes
    from."""
    for match in _addresses(text):
        start, end = match.start(), match.end()
        around = text[max(0, start - NEAR) : end + NEAR]
        lived_in = patterns.LIVES_AT.search(text[max(0, start - 40) : start]) is not None
        if lived_in or any(_is_person(name) for name in _names(around)) or _tells_on_home(text, match):
            yield start, match.group()


def _tells_on_home(text: str, address: re.Match[str]) -> bool:
    """Whether the sentence of the address says what goes on there, and it is no school or shop."""
    first, last = text.rfind("\n", 0, address.start()) + 1, text.find("\n", address.end())
    sentence = text[first : last if last >= 0 else len(text)]
    return bool(patterns.TROUBLE_AT_HOME.search(sentence)) and not patterns.PUBLIC_PLACE.search(sentence)


def _birth_date(text: str) -> Found:
    for match in patterns.DATE.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        close_to_name = any(before.rstrip(" (,").endswith(name.group().strip()) for name in _names(before))
        if close_to_name or patterns.BORN.search(before):
            yield match.start(), match.group()


def _person(text: str) -> Found:
    """A family by name, a name with an age, or a name in a sentence on debts, care or the police."""
    for match in (*patterns.FAMILY.finditer(text), *names.families_without_capitals(text)):
        if _is_person(match):
            yield match.start(), match.group()
    for match in patterns.NAME_AND_AGE.finditer(text):
        if match.group("first").lower() in patterns.FIRST_NAMES:
            yield match.start(), match.group()
    for start, words in _sentences(text):
        if patterns.PRIVATE_MATTER.search(words) and not patterns.PUBLIC_FIGURE.search(words):
            for name in _names(words):
                if _is_person(name):
                    yield start + name.start(), name.group()


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Every line is a unit that was read already."""
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _addresses(text: str) -> Iterator[re.Match[str]]:
    for match in patterns.STREET_AND_NUMBER.finditer(text):
        if not patterns.YEAR.fullmatch(match.group("number")):
            yield match
    yield from patterns.POSTCODE.finditer(text)


def _names(text: str) -> Iterator[re.Match[str]]:
    """Somebody with a title, with initials, or with a first name that is common here."""
    yield from patterns.TITLE_AND_NAME.finditer(text)
    yield from patterns.INITIALS_AND_NAME.finditer(text)
    yield from patterns.FIRST_AND_LAST.finditer(text)
    yield from names.names_without_capitals(text)


def _is_person(name: re.Match[str]) -> bool:
    """Not a school, street or foundation that is called after somebody. Meneer Bakker and mevrouw Nieuwenhuis are people,
    though fields (akker) and houses end like that."""
    words = name.group()
    if names.TITLED.match(words) or names.FAMILY_TITLED.match(words):
        return True
    if words.split()[-1].casefold() in names.SURNAMES:
        return True
    return patterns.CALLED_AFTER.search(words) is None


FINDERS: dict[str, Callable[[str], Found]] = {
    "bsn": _bsn,
    "iban": _iban,
    "phone": _phone,
    "email": _email,
    "address": _address,
    "birth_date": _birth_date,
    "person": _person,
}

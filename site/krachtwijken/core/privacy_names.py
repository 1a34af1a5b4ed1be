"""Names where capitals do not tell: in a text all in capitals, or typed without them.

Behind a title or a first name a word counts as a surname when it is a usual one, or no Dutch word at all.
"""

import re
from collections.abc import Iterator

from krachtwijken.core.privacy_patterns import ANY_FIRST_NAME, ORIGIN
from krachtwijken.core.text.letters import without_accents
from krachtwijken.core.text.words import vocabulary

PERSON_TITLES = r"(?:mevrouw|mevr\.?|mw\.?|meneer|mijnheer|dhr\.?|de heer|mejuffrouw)"
TITLED = re.compile(rf"{PERSON_TITLES} ", re.IGNORECASE)
FAMILY_TITLES = r"(?:familie|fam\.?|gezin|echtpaar)"
# "Gezin Kerkstraat" is said of a street.
FAMILY_TITLED = re.compile(
    rf"{FAMILY_TITLES} (?!.*(?:straat|laan|plein|gracht|kade|singel|steeg|school|flat|wijk|buurt|college|kliniek)$)",
    re.IGNORECASE,
)
PARTICLES = r"(?P<particles>(?:(?:van|der|den|de|ten|ter|el|al|ben|'t|in 't|op 't|op den?|von) ){0,3})"
WORD = r"(?P<surname>[^\W\d_][\w']{2,25}(?:-\w{2,25})?)"
INITIALS = r"(?:(?:[a-z]\.\s?){1,4})?"
PERSON = re.compile(rf"\b{PERSON_TITLES} {INITIALS}{PARTICLES}{WORD}", re.IGNORECASE)
FAMILY = re.compile(rf"\b{FAMILY_TITLES} {INITIALS}{PARTICLES}{WORD}{ORIGIN}", re.IGNORECASE)
FIRST_AND_LAST = re.compile(rf"\b(?:{ANY_FIRST_NAME}) {PARTICLES}{WORD}", re.IGNORECASE)
# Only names have these; "mevrouw van de thuiszorg" is not called so.
OLD_PARTICLES = re.compile(r"\b(?:den|der|ten|ter|'t) ", re.IGNORECASE)
# "Die meneer van de hoek" lives there.
PLACES = frozenset("hoek wijk hof dam".split())
SURNAMES = frozenset(
    """
    jong jansen vries berg dijk bakker janssen visser smit meijer meyer boer mulder groot bos vos peters hendriks leeuwen
    dekker brouwer wit dijkstra smits graaf meer linden kok jacobs haan vermeulen heuvel veen broek bruijn bruin
    schouten beek willems vliet ven hoekstra maas verhoeven koster dam wal blom prins huisman peeters jonge kuipers
    veenstra kramer brink scholten postma martens post jonker bosman hermans velde willemsen verbeek gerritsen mol
    schipper hoek driessen schouten velden bosch hofman kuiper timmermans molenaar gerrits sanders bouwman hout
    hoeven hof wijk haas roos lange loon doorn laan evers bergen hart claassen hoogendoorn pieterse pietersen
    yilmaz yildiz kaya demir celik sahin aydin arslan ozturk dogan kilic aslan cetin polat koc kurt ozdemir
    idrissi bakkali bouzid haddou amrani khattabi yaakoubi ouali hamdaoui bennani alaoui mansouri
    ali ahmed mohamed hassan hussein khan singh nguyen kowalski nowak wisniewski ivanov pinas
    """.split()
)


def names_without_capitals(text: str) -> Iterator[re.Match[str]]:
    """Somebody with a title, or with a first and a last name that are both usual."""
    for match in PERSON.finditer(text):
        if _is_surname(match) or OLD_PARTICLES.search(match.group("particles")):
            yield match
    yield from (match for match in FIRST_AND_LAST.finditer(text) if _plain(match) in SURNAMES)


def families_without_capitals(text: str) -> Iterator[re.Match[str]]:
    yield from (match for match in FAMILY.finditer(text) if _is_surname(match))


def _is_surname(match: re.Match[str]) -> bool:
    name = _plain(match)
    if name in PLACES and match.group("particles").casefold() == "van de ":
        return False
    return name in SURNAMES or not all(
        part in vocabulary() for part in re.split(r"[-']", name) if len(part) > 2
    )


def _plain(match: re.Match[str]) -> str:
    return without_accents(match.group("surname").casefold())

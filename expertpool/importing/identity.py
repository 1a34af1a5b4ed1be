"""Whether two names or addresses may be of one person. A guess for a person to decide on, never a decision."""

import re
from dataclasses import dataclass

from krachtwijken.core.text.letters import without_accents

# Words before a surname; in an address they stand against it.
PARTICLES = frozenset("van der den de het t ter ten te von v d vd la le el al op in aan bij 's s".split())
GLUED = re.compile(r"^(?:van|der|den|de|het|ter|ten|te|vd)+(?=[a-z]{3,}$)")
GLUED_T = re.compile(r"^van(?:der|den|de)?t(?=[a-z]{3,}$)")
TITLES = frozenset("dr drs ir ing mr prof bc ba bsc ma msc mba phd mevr mevrouw dhr de heer heer mw".split())
APOSTROPHES = re.compile(r"[’'`´‘]")
BETWEEN = re.compile(r"[\s.\-_+/]+")
# Mailboxes of an office, which say nothing of a person.
OFFICES = frozenset("info contact secretariaat post mail bestuur wijkteam loket gemeente bureau".split())


@dataclass(frozen=True)
class Person:
    """`given` is a first name or its first letter; of a double surname each part counts."""

    given: str
    surnames: frozenset[str]

    def may_be(self, other: "Person") -> bool:
        if not self.surnames & other.surnames or not self.given or not other.given:
            return False
        if len(self.given) == 1 or len(other.given) == 1:
            return self.given[0] == other.given[0]
        return self.given.startswith(other.given) or other.given.startswith(self.given)


def person_of_name(name: str) -> Person | None:
    """ "Berg, J.P. van der" and "Jan-Piet v.d. Berg" are one way and another; None where there is no surname."""
    last, comma, first = name.partition(",")
    words = _words(f"{first} {last}" if comma else name)
    return _person(words)


def person_of_address(email: str) -> Person | None:
    """From what stands before the @, where it looks like a name."""
    words = _words(email.partition("@")[0])
    if len(words) < 2 or OFFICES & set(words):
        return None
    person = _person(words)
    if person is None:
        return None
    # "dewit" may be De Wit or Dewit: each of them counts.
    rests = {glued.sub("", words[-1]) for glued in (GLUED, GLUED_T)}
    return Person(person.given, person.surnames | rests)


def _words(text: str) -> list[str]:
    plain = APOSTROPHES.sub(" ", without_accents(text)).casefold()
    return [word for word in BETWEEN.split(plain) if word and not word.isdigit()]


def _person(words: list[str]) -> Person | None:
    kept = [word for word in words if word not in TITLES]
    # A letter in front is an initial, whatever it is short for elsewhere.
    start = next(
        (place for place, word in enumerate(kept) if len(word) == 1 or word not in PARTICLES), len(kept)
    )
    rest = [word for word in kept[start + 1 :] if word not in PARTICLES and len(word) > 1]
    return Person(kept[start], frozenset(rest[-2:])) if rest else None

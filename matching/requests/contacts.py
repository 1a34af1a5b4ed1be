"""Whom of the gemeente to call: three people at most, each with a function; and under which names they stand in the answers of
a form and a draft."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

MOST_CONTACTS = 3
PLACES = range(1, MOST_CONTACTS + 1)


@dataclass(frozen=True)
class Contact:
    name: str = ""
    function: str = ""
    phone: str = ""
    email: str = ""

    def __repr__(self) -> str:
        """Never the person: this is what a trace would show."""
        return "contact"

    @property
    def is_empty(self) -> bool:
        return not any(astuple(self))

    def is_same_person(self, other: "Contact") -> bool:
        """The same name with the same function, number or address. Two officials may share a number, or be namesakes."""
        if _plain(self.name) != _plain(other.name):
            return False
        pairs = ((self.function, other.function), (self.email, other.email))
        return any(one and _plain(one) == _plain(two) for one, two in pairs) or (
            bool(_digits(self.phone)) and _digits(self.phone) == _digits(other.phone)
        )


def contact_field_names(place: int) -> dict[str, str]:
    """What of the person stands under which name. Those of the first are older than that there were others."""
    if place == 1:
        return {
            "name": "contact_name", "function": "contact", "phone": "contact_phone", "email": "contact_email",
        }  # fmt: skip
    return {part: f"contact_{place}_{part}" for part in ("name", "function", "phone", "email")}


def contact_at(place: int, answers: Mapping[str, Any]) -> Contact:
    return Contact(**{part: answers.get(name) or "" for part, name in contact_field_names(place).items()})


def contacts_in(answers: Mapping[str, Any]) -> list[Contact]:
    """Those of whom something was filled in, in their order."""
    found = (contact_at(place, answers) for place in PLACES)
    return [contact for contact in found if not contact.is_empty]


def answers_with(contacts: Sequence[Contact]) -> dict[str, str]:
    """As they stand in a form: every field, also of places where nobody is."""
    at_places = [*contacts, *[Contact()] * MOST_CONTACTS]
    return {
        name: getattr(contact, part)
        for place, contact in zip(PLACES, at_places, strict=False)
        for part, name in contact_field_names(place).items()
    }


def has_doubles(contacts: Sequence[Contact]) -> bool:
    return any(
        one.is_same_person(earlier) for place, one in enumerate(contacts) for earlier in contacts[:place]
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())

"""Who of the gemeente may be called: one person, and two more who may be left out. In the wizard, and on a page of a request
that runs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.versions import VersionedForm
from matching.requests.contacts import PLACES, contact_at, contact_field_names

# Digits of a number within a town.
SHORTEST_NUMBER = 6
NAMES_OF_PLACES = {2: "tweede", 3: "derde"}
NAME, FUNCTION = "Vul ook de naam in.", "Vul ook de functie in."
NUMBER_OR_ADDRESS = "Vul een telefoonnummer of een e-mailadres in."
DOUBLE = "Deze persoon hebt u hierboven al ingevuld. Kies iemand anders, of maak deze velden leeg."


class NumberField(FreeTextField):
    """A telephone number of an official, written as anybody writes one."""

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if value and sum(sign.isdigit() for sign in value) < SHORTEST_NUMBER:
            raise forms.ValidationError("Dit is geen telefoonnummer. Schrijf bijvoorbeeld 070 123 45 67.")


def _name(label: str, *, required: bool = False) -> FreeTextField:
    return FreeTextField(label=label, limit=120, required=required, allowed=("person",))


def _function(label: str, *, required: bool = False) -> FreeTextField:
    return FreeTextField(
        label=label, limit=120, required=required, help_text="Bijvoorbeeld: projectleider wijkaanpak.",
        allowed=("phone", "email"),
    )  # fmt: skip


def _phone(label: str) -> NumberField:
    return NumberField(
        label=label, limit=40, required=False, help_text="Vul dit in, of het e-mailadres, of allebei.",
        allowed=("phone", "bsn"),
    )  # fmt: skip


def _email(label: str) -> forms.EmailField:
    return forms.EmailField(
        label=label, required=False, help_text="Vul dit in, of het telefoonnummer, of allebei.", max_length=254,
        error_messages={"invalid": "Dit is geen e-mailadres.", "max_length": "Dit adres is te lang."},
    )  # fmt: skip


@dataclass(frozen=True)
class ContactGroup:
    """The fields of one person who may be left out."""

    title: str
    fields: list[BoundField]
    is_open: bool


class ContactForm(forms.Form):
    """Of the officials who ask, who want to be called. The second and the third are there whole, or not."""

    contact_name = _name("Naam", required=True)
    contact = _function("Functie", required=True)
    contact_phone = _phone("Telefoonnummer")
    contact_email = _email("E-mailadres")
    contact_2_name = _name("Naam van de tweede persoon")
    contact_2_function = _function("Functie van de tweede persoon")
    contact_2_phone = _phone("Telefoonnummer van de tweede persoon")
    contact_2_email = _email("E-mailadres van de tweede persoon")
    contact_3_name = _name("Naam van de derde persoon")
    contact_3_function = _function("Functie van de derde persoon")
    contact_3_phone = _phone("Telefoonnummer van de derde persoon")
    contact_3_email = _email("E-mailadres van de derde persoon")

    # A draft of before they were asked is complete without them.
    asked_later = frozenset(name for place in PLACES[1:] for name in contact_field_names(place).values())
    conditional = asked_later | {"contact_phone", "contact_email"}

    def clean(self) -> dict[str, Any]:
        super().clean()
        for place in PLACES:
            if place == 1 or self._is_begun(place):
                self._ask_the_rest(place)
        for place in PLACES[1:]:
            if self._is_told_before(place):
                self.add_error(
                    contact_field_names(place)["name"], forms.ValidationError(DOUBLE, code="double")
                )
        return self.cleaned_data

    @property
    def first_fields(self) -> list[BoundField]:
        return self._fields_at(1)

    @property
    def other_groups(self) -> Iterator[ContactGroup]:
        for place, which in NAMES_OF_PLACES.items():
            fields = self._fields_at(place)
            is_begun = any(field.value() or field.errors for field in fields)
            title = f"{which.capitalize()} contactpersoon"
            yield ContactGroup(
                title if is_begun else f"Voeg een {which} contactpersoon toe", fields, is_begun
            )

    def _fields_at(self, place: int) -> list[BoundField]:
        return [self[name] for name in contact_field_names(place).values()]

    def _is_begun(self, place: int) -> bool:
        return any(
            self.cleaned_data.get(name) or name in self.errors for name in contact_field_names(place).values()
        )

    def _ask_the_rest(self, place: int) -> None:
        names = contact_field_names(place)
        for part, missing in (("name", NAME), ("function", FUNCTION)):
            if self._is_empty(names[part]):
                self._ask(names[part], missing)
        if self._is_empty(names["phone"]) and self._is_empty(names["email"]):
            self._ask(names["phone"], NUMBER_OR_ADDRESS)

    def _is_empty(self, name: str) -> bool:
        """And nothing was said of it yet."""
        return not self.cleaned_data.get(name) and name not in self.errors

    def _ask(self, name: str, missing: str) -> None:
        self.add_error(name, forms.ValidationError(missing, code="required"))
        # Emptied is kept as empty, when somebody stops here.
        self.cleaned_data[name] = ""

    def _is_told_before(self, place: int) -> bool:
        person = contact_at(place, self.cleaned_data)
        return bool(person.name) and any(
            person.is_same_person(contact_at(earlier, self.cleaned_data)) for earlier in range(1, place)
        )


class ContactsForm(VersionedForm, ContactForm):
    """Of a request that runs."""

"""The columns that an import of people knows; the template is made of these."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices

from expertpool.enums import ExpertRole, Language, Level, Origin, Province
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.forms import FreeTextField, function_only
from krachtwijken.core.sheets.choosing import WHERE_ALL, CellError, parts_known_to, refuse_unknown
from krachtwijken.core.sheets.table import plain_words

SEVERAL = "Meer dan één? Zet er een ; tussen."
PERSONAL = " Het gaat om: "
LONGEST_NAME, LONGEST_ADDRESS, MOST_DAYS = 120, 200, 31
Reader = Callable[[str], Any]


@dataclass(frozen=True)
class PersonColumn:
    """`read` gives what is kept, or raises CellError. `also`: headings that mean the same."""

    heading: str
    field: str
    read: Reader
    example: str
    help: str = ""
    required: bool = False
    also: tuple[str, ...] = ()


def _text(limit: int, rows: int | None = None) -> Reader:
    def read(text: str) -> str:
        return _by_field(FreeTextField(limit=limit, rows=rows, required=False), text)

    return read


def _by_field(field: FreeTextField, text: str) -> str:
    try:
        return str(field.clean(text))
    except ValidationError as error:
        # What was found is for the eyes of who typed it, and an import is kept.
        told = dict.fromkeys(message.partition(PERSONAL)[0] for message in error.messages)
        raise CellError(" ".join(told)) from error


def _function(text: str) -> str:
    words = _by_field(FreeTextField(limit=120, required=False), text)
    try:
        return function_only(words, example="wijkmanager")
    except ValidationError as error:
        raise CellError(error.messages[0]) from error


def _name(text: str) -> str:
    words = " ".join(text.split())
    if len(words) > LONGEST_NAME:
        raise CellError(f"Deze naam is te lang. Houd het bij {LONGEST_NAME} tekens.")
    if not any(letter.isalpha() for letter in words):
        raise CellError("Schrijf hier de naam van de persoon.")
    return words


def _address(text: str) -> str:
    address = "".join(text.split()).lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise CellError("Dit is geen e-mailadres.") from error
    if len(address) > LONGEST_ADDRESS:
        raise CellError("Dit e-mailadres is te lang.")
    return address


def _one_of(choices: type[TextChoices]) -> Reader:
    def read(text: str) -> str:
        return _value(choices, text)

    return read


def _some_of(choices: type[TextChoices]) -> Reader:
    labels = [plain_words(str(label)) for label in choices.labels]

    def read(text: str) -> list[str]:
        return list(dict.fromkeys(_value(choices, part) for part in parts_known_to(text, labels)))

    return read


def _value(choices: type[TextChoices], text: str) -> str:
    known = {plain_words(str(label)): value for value, label in choices.choices}
    known |= {plain_words(value): value for value in choices.values}
    if (value := known.get(plain_words(text))) is None:
        raise refuse_unknown(text, [str(label) for label in choices.labels], where_all=WHERE_ALL)
    return str(value)


def _days(text: str) -> int:
    plain = text.strip()
    if not plain.isdecimal() or len(plain) > 2 or int(plain) > MOST_DAYS:
        raise CellError(f"Schrijf een heel getal van 0 tot en met {MOST_DAYS}.")
    return int(plain)


COLUMNS: tuple[PersonColumn, ...] = (
    PersonColumn("naam", "name", _name, "M. van der Voorbeeld",
                 "Alleen om te zien of wij iemand al kennen, en voor het account.", required=True),
    PersonColumn("e-mail", "email", _address, "voorbeeld@example.org", "Daar vragen wij om toestemming.",
                 required=True, also=("email", "e-mailadres")),
    PersonColumn("functie", "title", _function, "Wijkmanager", "Geen naam.", required=True),
    PersonColumn("in het kort", "summary", _text(500, 4), "Brengt bewoners en corporatie aan één tafel."),
    PersonColumn("ervaring", "about", _text(3000, 8), "Leidde drie wijkprogramma's en voerde 200 portiekgesprekken."),
    PersonColumn("niveaus", "levels", _some_of(Level), "Procesregie; Operationeel", SEVERAL, also=("niveau",)),
    PersonColumn("rollen", "roles", _some_of(ExpertRole), "Externe deskundige", SEVERAL, also=("rol",)),
    PersonColumn("thema's", "themes", _some_of(ThemeCode), "Wonen", SEVERAL, also=("themas", "thema")),
    PersonColumn("provincies", "provinces", _some_of(Province), "Gelderland; Overijssel",
                 f"Leeg is: overal. {SEVERAL}", also=("provincie",)),
    PersonColumn("talen", "languages", _some_of(Language), "Nederlands; Turks", SEVERAL, also=("taal",)),
    PersonColumn("achtergrond", "origin", _one_of(Origin), "Woningcorporatie", also=("herkomst",)),
    PersonColumn("dagen per maand", "days_per_month", _days, "2", also=("dagen",)),
    PersonColumn("gebied", "area", _text(200), "Met het openbaar vervoer"),
)  # fmt: skip
BY_HEADING = {
    plain_words(name): column for column in COLUMNS for name in (column.heading, column.field, *column.also)
}


def column_called(heading: str) -> PersonColumn | None:
    return BY_HEADING.get(plain_words(heading))


def is_person_heading(heading: str) -> bool:
    return column_called(heading) is not None

"""One cell: from the text of a sheet to what the case keeps, or a message for whoever filled it in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from knowledge.enums import CaseKind, Certainty, EffectSize, OutcomeDomain, ResearchKind, ResultDirection
from knowledge.importing.columns import CaseColumn, Kind
from knowledge.importing.references import References
from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.models import Gemeente
from krachtwijken.core.sheets.choosing import WHERE_ALL, CellError, parts_known_to, parts_of, refuse_unknown
from krachtwijken.core.sheets.table import plain_words
from krachtwijken.core.text import clean_line

LONGEST_SOURCE_ID = 100
LONGEST_ADDRESS = 200
YEARS = range(1945, 2101)
MOST_EUROS, MOST_FTE = 2_000_000_000, 10_000
# What a sheet counts as days of those years.
SERIALS = range(16_000, 75_000)
DUTCH_DAY = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]\d{2}:\d{2})?")
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
WRITTEN_DAY = re.compile(
    rf"(\d{{1,2}})\s+({'|'.join(MONTHS)}|{'|'.join(m[:3] for m in MONTHS)}|mrt)\.?\s+(\d{{4}})", re.I
)
# 1.234,50 and 1234,5 and 1 234; a point alone before three digits divides thousands.
DUTCH_NUMBER = re.compile(r"-?\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|-?\d+(?:,\d+)?", re.ASCII)
POINT_NUMBER = re.compile(r"-?\d+\.\d{1,2}|-?\d+\.\d{4,}", re.ASCII)
YES = frozenset({"ja", "j", "waar", "true", "yes", "1", "x"})
NO = frozenset({"nee", "n", "onwaar", "false", "no", "0"})
SYNONYMS = {"kind": {"praktijk": CaseKind.PRACTICE.value}}
PERSONAL = " Het gaat om: "


@dataclass(frozen=True)
class Context:
    """What the reading of a cell may need beside its text. `day_zero` as in the table."""

    references: References
    day_zero: int
    gemeente: Gemeente | None = None


Reader = Callable[[CaseColumn, str, Context], Any]


def read_cell(column: CaseColumn, text: str, context: Context) -> Any:
    """Raises CellError. An empty cell gives "", None or [], whatever the kind has for nothing."""
    if not text.strip() and column.kind not in TEXTS:
        if column.required:
            raise CellError("Vul dit in.")
        return EMPTY.get(column.kind, "")
    return READERS[column.kind](column, text, context)


def number_in(text: str) -> Decimal:
    """As a Dutch sheet writes it: 1.234,50. Raises CellError."""
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").strip().removeprefix("€").strip()
    try:
        if DUTCH_NUMBER.fullmatch(plain):
            return Decimal(plain.replace(".", "").replace(" ", "").replace(",", "."))
        if POINT_NUMBER.fullmatch(plain):
            return Decimal(plain)
    except InvalidOperation:
        pass
    raise CellError(f"“{text.strip()[:40]}” is geen getal.")


def day_in(text: str, *, day_zero: int) -> date:
    """3-4-2025 is the third of April; a number is what the sheet counts. Raises CellError."""
    plain = " ".join(text.split())
    try:
        if found := ISO_DAY.fullmatch(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := DUTCH_DAY.fullmatch(plain):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := WRITTEN_DAY.fullmatch(plain):
            month = "mar" if found[2].lower() == "mrt" else found[2].lower()[:3]
            return date(int(found[3]), [name[:3] for name in MONTHS].index(month) + 1, int(found[1]))
        if plain.isdecimal() and int(plain) in SERIALS:
            return date.fromordinal(day_zero + int(plain))
    except ValueError:
        pass
    raise CellError(f"“{plain[:40]}” is geen datum. Schrijf bijvoorbeeld: 3-4-2025.")


def _text(column: CaseColumn, text: str, _context: Context) -> str:
    """The same field as everywhere on the site: cleaned, measured, and no personal data of residents."""
    rows = None if column.kind is Kind.LINE else 4
    field = FreeTextField(limit=column.limit, rows=rows, required=column.required)
    try:
        return str(field.clean(text))
    except ValidationError as error:
        raise _from_form(error) from error


def _from_form(error: ValidationError) -> CellError:
    messages, excerpts = [], []
    for message in error.messages:
        told, _, excerpt = message.partition(PERSONAL)
        messages.append(told)
        excerpts += [excerpt] if excerpt else []
    return CellError(" ".join(dict.fromkeys(messages)), excerpt="; ".join(excerpts))


def _source_id(_column: CaseColumn, text: str, _context: Context) -> str:
    plain = clean_line(text, max_length=1000)
    if len(plain) > LONGEST_SOURCE_ID:
        raise CellError(f"Dit nummer is te lang. Houd het bij {LONGEST_SOURCE_ID} tekens.")
    return plain


def _choice(column: CaseColumn, text: str, _context: Context) -> str:
    assert column.choices is not None  # noqa: S101 - a column of this kind has them
    known = {plain_words(str(label)): value for value, label in column.choices.choices}
    # Where a label and another value are alike the value wins.
    known |= {plain_words(value): value for value in column.choices.values} | SYNONYMS.get(column.field, {})
    if (value := known.get(plain_words(text))) is None:
        raise refuse_unknown(text, [str(label) for label in column.choices.labels], where_all=WHERE_ALL)
    return str(value)


def _choices(column: CaseColumn, text: str, context: Context) -> list[str]:
    assert column.choices is not None  # noqa: S101 - as above
    labels = [plain_words(str(label)) for label in column.choices.labels]
    return list(dict.fromkeys(_choice(column, part, context) for part in parts_known_to(text, labels)))


def _year(_column: CaseColumn, text: str, context: Context) -> int:
    plain = text.strip()
    if plain.isdecimal() and int(plain) in YEARS:
        return int(plain)
    try:
        year = day_in(text, day_zero=context.day_zero).year
    except CellError as error:
        raise CellError(f"“{plain[:40]}” is geen jaar. Schrijf bijvoorbeeld: 2021.") from error
    if year not in YEARS:
        raise CellError(f"Kies een jaar van {YEARS.start} tot en met {YEARS.stop - 1}.")
    return year


def _whole_number(_column: CaseColumn, text: str, _context: Context) -> int:
    number = number_in(text)
    if number != int(number) or not 0 <= number <= 9999:
        raise CellError(f"Schrijf een heel getal van 0 tot en met 9999, niet “{text.strip()[:40]}”.")
    return int(number)


def _whole_euros(_column: CaseColumn, text: str, _context: Context) -> int:
    number = number_in(text)
    if number != int(number) or not 0 <= number <= MOST_EUROS:
        raise CellError(f"Schrijf hele euro's, zoals 12.500, niet “{text.strip()[:40]}”.")
    return int(number)


def _part(_column: CaseColumn, text: str, _context: Context) -> Decimal:
    number = number_in(text)
    if not 0 <= number < MOST_FTE:
        raise CellError(f"Schrijf een getal van 0 tot {MOST_FTE}, zoals 0,5, niet “{text.strip()[:40]}”.")
    return number.quantize(Decimal("0.01"))


def _yes_or_no(_column: CaseColumn, text: str, _context: Context) -> bool:
    plain = plain_words(text)
    if plain in YES or plain in NO:
        return plain in YES
    raise CellError(f"Schrijf ja of nee, niet “{text.strip()[:40]}”.")


def _address(_column: CaseColumn, text: str, _context: Context) -> str:
    try:
        return str(forms.URLField(assume_scheme="https", max_length=LONGEST_ADDRESS).clean(text.strip()))
    except ValidationError as error:
        raise CellError(
            "Dit is geen internetadres. Schrijf bijvoorbeeld: https://www.voorbeeld.nl."
        ) from error


def _partners(_column: CaseColumn, text: str, _context: Context) -> list[tuple[str, str]]:
    found = []
    for part in parts_of(text):
        name, _, role = part.partition(":")
        found.append((_piece(name, 160), _piece(role, 300, required=False)))
    return found


def _conditions(_column: CaseColumn, text: str, _context: Context) -> list[tuple[str, bool]]:
    return [(_piece(part.lstrip("! "), 400), part.startswith("!")) for part in parts_of(text)]


def _outcomes(_column: CaseColumn, text: str, context: Context) -> list[dict[str, Any]]:
    """Raises CellError with the part that is wrong."""
    return [_outcome(part, context) for part in _rows(text)]


def _outcome(text: str, context: Context) -> dict[str, Any]:
    what, domain, direction, size, certainty, source = _pieces(text, least=6, most=6)
    if not domain:
        raise CellError("Schrijf als tweede deel waar de uitkomst over gaat, zoals: gezondheid.")
    if certainty not in {str(value) for value in Certainty.values}:
        raise CellError(f"Schrijf de zekerheid als een getal van 0 tot en met 5, niet “{certainty[:40]}”.")
    return {
        "indicator": _piece(what, 200),
        "domain": _choice(_closed(OutcomeDomain), domain, context),
        "direction": _choice(_closed(ResultDirection), direction, context),
        "size": _choice(_closed(EffectSize), size, context),
        "certainty": int(certainty),
        "source": _piece(source, 300),
    }


def _researches(column: CaseColumn, text: str, context: Context) -> list[dict[str, Any]]:
    found = []
    for part in _rows(text):
        title, kind, year, *url = _pieces(part, least=3, most=4)
        found.append(
            {
                "title": _piece(title, 200),
                "kind": _choice(_closed(ResearchKind), kind, context),
                "year": _year(column, year, context),
                "url": _address(column, url[0], context) if url and url[0] else "",
            }
        )
    return found


def _rows(text: str) -> list[str]:
    """Here a | stands between the parts of one row."""
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


def _pieces(text: str, *, least: int, most: int) -> list[str]:
    pieces = [piece.strip() for piece in text.split("|")]
    if not least <= len(pieces) <= most:
        raise CellError(
            f"“{text.strip()[:40]}” heeft niet genoeg of te veel delen. Zet een | tussen de delen, zie het voorbeeld."
        )
    return pieces


def _closed(choices: type[TextChoices]) -> CaseColumn:
    return CaseColumn("", "", Kind.CHOICE, "", choices=choices)


def _piece(text: str, limit: int, *, required: bool = True) -> str:
    try:
        return str(FreeTextField(limit=limit, required=required).clean(text))
    except ValidationError as error:
        raise _from_form(error) from error


READERS: dict[Kind, Reader] = {
    Kind.SOURCE_ID: _source_id,
    Kind.LINE: _text,
    Kind.TEXT: _text,
    Kind.BODY: _text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YEAR: _year,
    Kind.NUMBER: _whole_number,
    Kind.EUROS: _whole_euros,
    Kind.PART: _part,
    Kind.DAY: lambda column, text, context: day_in(text, day_zero=context.day_zero),
    Kind.YES_NO: _yes_or_no,
    Kind.ADDRESS: _address,
    Kind.THEMES: lambda column, text, context: context.references.themes.find_all(text),
    Kind.PROBLEMS: lambda column, text, context: context.references.problems.find_all(text),
    Kind.GEMEENTE: lambda column, text, context: context.references.gemeenten.find(text),
    Kind.WIJKEN: lambda column, text, context: context.references.wijken_in(context.gemeente).find_all(text),
    Kind.ORGANISATION: lambda column, text, context: context.references.organisations.find(text),
    Kind.SCHEMES: lambda column, text, context: context.references.schemes.find_all(text),
    Kind.PARTNERS: _partners,
    Kind.CONDITIONS: _conditions,
    Kind.OUTCOMES: _outcomes,
    Kind.RESEARCHES: _researches,
}
TEXTS = frozenset({Kind.LINE, Kind.TEXT, Kind.BODY})
LISTS = (
    Kind.CHOICES, Kind.THEMES, Kind.PROBLEMS, Kind.WIJKEN, Kind.SCHEMES, Kind.PARTNERS, Kind.CONDITIONS,
    Kind.OUTCOMES, Kind.RESEARCHES,
)  # fmt: skip
EMPTY: dict[Kind, Any] = {
    **{kind: [] for kind in LISTS},
    **dict.fromkeys(
        (Kind.YEAR, Kind.NUMBER, Kind.EUROS, Kind.PART, Kind.DAY, Kind.GEMEENTE, Kind.ORGANISATION)
    ),
    Kind.YES_NO: False,
}

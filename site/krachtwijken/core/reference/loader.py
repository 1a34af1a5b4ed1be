"""Load the packaged reference data. Semicolon-separated, UTF-8; source of the lists: docs/glossary.md."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify

from krachtwijken.core.enums import OrganisationKind, Programme, ThemeCode
from krachtwijken.core.reference.models import Gemeente, Organisation, ProblemLabel, Theme, Wijk

DATA = Path(__file__).parent / "data"
GENERAL = "algemeen"


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Repeatable: rows are matched on code or name and brought up to date. Returns how many there are of each."""
    _themes()
    _problems()
    _gemeenten()
    _wijken()
    _organisations()
    return {
        "thema's": Theme.objects.count(),
        "problemen": ProblemLabel.objects.count(),
        "gemeenten": Gemeente.objects.count(),
        "wijken": Wijk.objects.count(),
        "organisaties": Organisation.objects.count(),
    }


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter=";")
        return [{key: (value or "").strip() for key, value in row.items()} for row in rows]


def _bring_up_to_date(model: type[Model], rows: Iterable[Mapping[str, Any]], *, by: Sequence[str]) -> None:
    """`rows` are values by field; `by` are the fields by which one is known. New ones go in together, only what differs is
    written again."""
    known = {tuple(getattr(row, name) for name in by): row for row in model._default_manager.all()}
    new: dict[tuple[Any, ...], Model] = {}
    for values in rows:
        key = tuple(values[name] for name in by)
        row = known.get(key)
        if row is None:
            new[key] = model(**values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            own = {name: value for name, value in values.items() if name not in by}
            model._default_manager.update_or_create(**dict(zip(by, key, strict=True)), defaults=own)
    model._default_manager.bulk_create(new.values())


def _themes() -> None:
    rows = [
        {"code": theme.value, "name": theme.label, "order": order} for order, theme in enumerate(ThemeCode)
    ]
    _bring_up_to_date(Theme, rows, by=["code"])


def _problems() -> None:
    rows = [
        {
            "code": row["code"],
            "theme_id": None if row["thema"] == GENERAL else row["thema"],
            "label": row["label"],
            "order": order,
        }
        for order, row in enumerate(_rows("problemen.csv"))
    ]
    _bring_up_to_date(ProblemLabel, rows, by=["code"])


def _gemeenten() -> None:
    provinces = {row["gemeente"]: {"province": row["provincie"]} for row in _rows("wijken.csv")}
    # Of the others no province is known here; one that was filled in stays.
    others = {row["gemeente"] for row in _rows("nplv_focusgebieden.csv")} - provinces.keys()
    residents = {row["gemeente"]: {"residents_approx": int(row["inwoners"])} for row in _rows("inwoners.csv")}
    rows = [
        {"name": name, "slug": slugify(name), **provinces.get(name, {}), **residents.get(name, {})}
        for name in (*provinces, *sorted(others))
    ]
    _bring_up_to_date(Gemeente, rows, by=["name"])


def _wijken() -> None:
    gemeenten = dict(Gemeente.objects.values_list("name", "pk"))
    rows = [
        {
            "gemeente_id": gemeenten[row["gemeente"]],
            "name": row["wijk"],
            "programme": Programme.KRACHTWIJK40,
            "slug": slugify(f"{row['gemeente']} {row['wijk'].replace('/', ' ')}"),
            "lat": float(row["lat"]),
            "lon": float(row["lon"]),
        }
        for row in _rows("wijken.csv")
    ]
    # The areas of today's programme, without a position.
    areas = [
        {
            "gemeente_id": gemeenten[row["gemeente"]],
            "name": row["gebied"],
            "programme": Programme.NPLV,
            "slug": slugify(f"nplv {row['gemeente']} {row['gebied'].replace('/', ' ')}"),
        }
        for row in _rows("nplv_focusgebieden.csv")
    ]
    for each in (rows, areas):
        _bring_up_to_date(Wijk, each, by=["gemeente_id", "name", "programme"])


def _organisations() -> None:
    centres = [
        {
            "name": row["naam"],
            "slug": slugify(row["naam"]),
            "code": row["code"],
            "kind": OrganisationKind.KENNISCENTRUM,
            "field_of_work": row["werkterrein"],
            "active_until": int(row["actief_tot"]) if row["actief_tot"] else None,
        }
        for row in _rows("kenniscentra.csv")
    ]
    alliance = [
        {
            "name": row["naam"],
            "slug": slugify(row["naam"]),
            "kind": OrganisationKind.ALLIANTIE,
            "present_name": row["nu"],
        }
        for row in _rows("alliantie.csv")
    ]
    for each in (centres, alliance):
        _bring_up_to_date(Organisation, each, by=["name"])
    _successors()


def _successors() -> None:
    keys = dict(Organisation.objects.values_list("name", "pk"))
    for row in _rows("kenniscentra.csv"):
        successor = keys.get(row["opvolger"])
        Organisation.objects.filter(name=row["naam"]).exclude(successor=successor).update(successor=successor)

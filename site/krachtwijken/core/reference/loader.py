"""Load the packaged reference data. Semicolon-separated, UTF-8; source of the lists: docs/glossary.md."""

import csv
from pathlib import Path

from django.db import transaction
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
    _wijken()
    _areas()
    _centres()
    _alliance()
    return {
        "thema's": Theme.objects.count(),
        "problemen": ProblemLabel.objects.count(),
        "gemeenten": Gemeente.objects.count(),
        "wijken": Wijk.objects.count(),
        "organisaties": Organisation.objects.count(),
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter=";")
        return [{key: (value or "").strip() for key, value in row.items()} for row in rows]


def _themes() -> None:
    for order, theme in enumerate(ThemeCode):
        Theme.objects.update_or_create(code=theme.value, defaults={"name": theme.label, "order": order})


def _problems() -> None:
    for order, row in enumerate(_rows("problemen.csv")):
        theme = None if row["thema"] == GENERAL else row["thema"]
        ProblemLabel.objects.update_or_create(
            code=row["code"], defaults={"theme_id": theme, "label": row["label"], "order": order}
        )


def _gemeente(name: str, province: str = "") -> Gemeente:
    gemeente, _ = Gemeente.objects.get_or_create(
        name=name, defaults={"slug": slugify(name), "province": province}
    )
    if province and gemeente.province != province:
        gemeente.province = province
        gemeente.save(update_fields=["province"])
    return gemeente


def _wijken() -> None:
    for row in _rows("wijken.csv"):
        gemeente = _gemeente(row["gemeente"], row["provincie"])
        Wijk.objects.update_or_create(
            gemeente=gemeente,
            name=row["wijk"],
            programme=Programme.KRACHTWIJK40,
            defaults={
                "slug": slugify(f"{row['gemeente']} {row['wijk'].replace('/', ' ')}"),
                "lat": float(row["lat"]),
                "lon": float(row["lon"]),
            },
        )


def _areas() -> None:
    """The areas of today's programme, without a position."""
    for row in _rows("nplv_focusgebieden.csv"):
        Wijk.objects.update_or_create(
            gemeente=_gemeente(row["gemeente"]),
            name=row["gebied"],
            programme=Programme.NPLV,
            defaults={"slug": slugify(f"nplv {row['gemeente']} {row['gebied'].replace('/', ' ')}")},
        )


def _centres() -> None:
    rows = _rows("kenniscentra.csv")
    for row in rows:
        Organisation.objects.update_or_create(
            name=row["naam"],
            defaults={
                "slug": slugify(row["naam"]),
                "code": row["code"],
                "kind": OrganisationKind.KENNISCENTRUM,
                "field_of_work": row["werkterrein"],
                "active_until": int(row["actief_tot"]) if row["actief_tot"] else None,
            },
        )
    for row in rows:
        successor = Organisation.objects.filter(name=row["opvolger"]).first() if row["opvolger"] else None
        Organisation.objects.filter(name=row["naam"]).update(successor=successor)


def _alliance() -> None:
    for row in _rows("alliantie.csv"):
        Organisation.objects.update_or_create(
            name=row["naam"],
            defaults={
                "slug": slugify(row["naam"]),
                "kind": OrganisationKind.ALLIANTIE,
                "present_name": row["nu"],
            },
        )

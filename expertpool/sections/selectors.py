"""What a part of a profile holds now, as its form writes it."""

from collections.abc import Iterable
from typing import Any

from expertpool.enums import Origin
from expertpool.models import ExpertProfile, ProfileEvidence
from expertpool.sections.choices import TABLES, THEMES, depth_by_theme, list_of


def section_values(profile: ExpertProfile, names: Iterable[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in names:
        if name in TABLES:
            values[name] = list_of(profile, name)
        elif name == THEMES:
            values[name] = depth_by_theme(profile)
        else:
            values[name] = getattr(profile, name)
    return values


def evidence_values(row: ProfileEvidence) -> dict[str, Any]:
    return {
        "kind": row.kind, "title": row.title, "text": row.text, "year": row.year, "page": row.page,
        "link": row.link, "mission": row.mission, "counts": row.counts,
        "abilities": [one.ability for one in row.ability_rows.all()],
    }  # fmt: skip


def section_lines(profile: ExpertProfile) -> dict[str, list[tuple[str, str]]]:
    """For the own page: by part what stands there, in words; what is empty says so."""
    themes = [f"{row.theme.name} ({row.depth} van 3)" for row in profile.theme_depths.all()]
    return {
        "wie": [
            ("Functie", profile.title),
            ("Achtergrond", str(Origin(profile.origin).label) if profile.origin else ""),
            ("Talen", _joined(profile.language_rows.all())),
        ],
        "werk": [
            ("Niveau", ", ".join(profile.level_labels)),
            ("Rol", ", ".join(profile.role_labels)),
            ("Thema's", ", ".join(themes)),
        ],
        "krachten": [(label, f"{value} van 3") for label, value, _ in profile.abilities]
        or [("Krachten", "")],
        "gebied": [
            ("Provincies", _joined(profile.province_rows.all())),
            ("Wijken", _joined(profile.wijk_rows.select_related("wijk"))),
        ],
    }


def _joined(rows: Iterable[object]) -> str:
    return ", ".join(str(row) for row in rows)

"""Interests and exclusions of the example people."""

from pathlib import Path
from typing import Any

import yaml
from django.utils.text import slugify

from expertpool.models import Exclusion, ExpertProfile, Interest
from krachtwijken.core.models import Gemeente, Organisation

CONFLICTS = Path(__file__).resolve().parents[1] / "data" / "example_conflicts.yaml"


def load_example_conflicts() -> None:
    """Repeatable. A place that reference data does not hold is left out."""
    rows = yaml.safe_load(CONFLICTS.read_text(encoding="utf-8"))
    for row in rows["interests"]:
        profile, place = _profile(row), _place(row)
        if profile is not None and place:
            values = {"until": row.get("until")}
            Interest.objects.get_or_create(profile=profile, role=row["role"], **place, defaults=values)
    for row in rows["exclusions"]:
        profile, place = _profile(row), _place(row)
        if profile is not None and place:
            Exclusion.objects.get_or_create(profile=profile, by=row["by"], **place)


def _profile(row: dict[str, Any]) -> ExpertProfile | None:
    """Never that of a person."""
    return ExpertProfile.objects.filter(slug=slugify(row["profile"]), is_example=True).first()


def _place(row: dict[str, Any]) -> dict[str, Any]:
    if "gemeente" in row:
        gemeente = Gemeente.objects.filter(slug=row["gemeente"]).first()
        return {"gemeente": gemeente} if gemeente else {}
    organisation = Organisation.objects.filter(slug=row["organisation"]).first()
    return {"organisation": organisation} if organisation else {}

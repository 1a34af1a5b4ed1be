"""Outcomes, costs, evidence and owner of the example cases; also for cases that were loaded before they had any."""

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from knowledge.enums import Licence
from knowledge.models import CaseOutcome, CasePage, CaseResearch, ExperimentPage
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.models import Organisation

DETAILS_FILE = Path(__file__).resolve().parents[1] / "data" / "examples" / "details.yaml"
CONTACT = "Projectleider wijkaanpak"
# The organisation that could have such a case, by its first theme.
OWNERS = {
    ThemeCode.WONEN: "platform31",
    ThemeCode.WERKEN: "movisie",
    ThemeCode.LEREN_EN_OPGROEIEN: "movisie",
    ThemeCode.INTEGREREN: "kennisplatform-integratie-samenleving",
    ThemeCode.VEILIGHEID: "ccv",
}
# What the file calls it, and the field.
TEXTS = {"why": "foundation", "who": "target_intermediary", "skills": "skills", "power": "decision_power",
         "recognised": "recognised_by"}  # fmt: skip
OF_EXPERIMENTS = {"baseline": "baseline", "moments": "measuring_moments"}


@cache
def details() -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = yaml.safe_load(DETAILS_FILE.read_text(encoding="utf-8"))
    return rows


def fill_example_details(page: CasePage, slug: str, theme: str) -> bool:
    """In place, before the page is saved. False when nothing is known of this case."""
    told = details().get(slug)
    if told is None:
        return False
    for name, field in TEXTS.items():
        if name in told:
            setattr(page, field, told[name])
    if "fte" in told:
        page.fte = Decimal(str(told["fte"]))
        # What stood in words before it was a number.
        page.fte_text = re.sub(r"^[\d,]+ fte ?", "", page.fte_text).capitalize()
    if isinstance(page, ExperimentPage):
        for name, field in OF_EXPERIMENTS.items():
            setattr(page, field, told.get(name, ""))
        page.indicators = "\n".join(told.get("indicators", []))
    if "costs" in told:
        page.costs_min, page.costs_max, page.price_year = told["costs"]
    page.outcomes = [outcome_of(line) for line in told["outcomes"]]
    page.researches = [_research(line) for line in told.get("research", [])]
    page.owner_organisation = Organisation.objects.filter(slug=OWNERS.get(ThemeCode(theme), "")).first()
    page.contact_function, page.licence = CONTACT, Licence.CC_BY
    return True


def load_example_details() -> int:
    """Repeatable. What an editor wrote, or is writing, stays as it is. Returns how many cases got theirs."""
    waiting = CasePage.objects.live().filter(is_example=True, outcomes=None, has_unpublished_changes=False)
    added = 0
    for case in waiting.filter(slug__in=details()):
        with transaction.atomic():
            page, theme = case.specific, case.themes.first()
            fill_example_details(page, case.slug, theme.code if theme else ThemeCode.WONEN)
            page.save_revision().publish()
        added += 1
    return added


def classify_example_outcomes() -> int:
    """For cases that were loaded before outcomes had a domain; as `load_example_details`."""
    waiting = CasePage.objects.live().filter(is_example=True, has_unpublished_changes=False)
    added = 0
    for case in waiting.filter(slug__in=details(), outcomes__domain="").distinct():
        with transaction.atomic():
            page = case.specific
            told = {row.indicator: row.domain for row in map(outcome_of, details()[case.slug]["outcomes"])}
            rows = list(page.outcomes.all())
            for row in rows:
                row.domain = row.domain or told.get(row.indicator, "")
            page.outcomes = rows
            page.save_revision().publish()
        added += 1
    return added


def outcome_of(line: str) -> CaseOutcome:
    what, domain, direction, size, certainty, source = line.split(" | ")
    return CaseOutcome(
        indicator=what,
        domain=domain,
        direction=direction,
        size=size,
        certainty=int(certainty),
        source=source,
    )


def _research(line: str) -> CaseResearch:
    title, kind, year = line.split(" | ")
    return CaseResearch(title=title, kind=kind, year=int(year))

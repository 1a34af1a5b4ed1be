"""Load the packaged example content as published pages, each marked as an example."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from knowledge.editorial.example_details import (
    classify_example_outcomes,
    fill_example_details,
    load_example_details,
)
from knowledge.editorial.example_documents import load_example_documents
from knowledge.editorial.example_reviews import load_example_reviews
from knowledge.editorial.example_spread import load_example_spread
from knowledge.enums import CaseKind
from knowledge.models import (
    CaseCondition,
    CaseIndexPage,
    CasePartner,
    CentreIndexPage,
    CentreOffer,
    CentrePage,
    CentreProblem,
    ExperimentPage,
    PracticePage,
    SchemeIndexPage,
    SchemePage,
    WijkIndexPage,
    WijkPage,
)
from krachtwijken.core.models import Organisation, ProblemLabel, Theme, Wijk
from krachtwijken.core.pages import BasePage

FOLDER = Path(__file__).resolve().parents[1] / "data" / "examples"
PLAIN = (
    "title summary target_group goal resident_role results what_did_not_work stop_reason costs_class costs_text "
    "fte_text duration_months evidence_level evidence_source status period_from period_to scale transfer_core "
    "transfer_adapt"
).split()
EXPERIMENT_PLAIN = (
    "hypothesis stretched_rule research_partner measuring_plan go_no_go generalisation experiment_status"
).split()
# So many days from the day on which the examples are loaded, and the field.
DAYS = {"opens_in": "opens_on", "closes_in": "closes_on"}
Progress = Callable[[str], None]
Built = tuple[BasePage, dict[str, list[Any]]]
Build = Callable[[dict[str, Any]], Built]


def load_examples(*, progress: Progress = lambda line: None) -> dict[str, int]:
    """Repeatable: a page whose slug exists already is left as it is. Returns how many were made, per kind."""
    made = {
        "regelingen": _load("schemes.yaml", SchemeIndexPage, _scheme, progress),
        "kenniscentra": _load("centres.yaml", CentreIndexPage, _centre, progress),
        "wijken": _load("wijken.yaml", WijkIndexPage, _wijk, progress),
    }
    made["kenniscentra aangevuld"] = _add_problems_to_centres()
    made["regelingen aangevuld"] = _add_applicants_to_schemes()
    made["praktijken"] = sum(
        _load(path.name, CaseIndexPage, _case, progress) for path in sorted(FOLDER.glob("cases_*.yaml"))
    )
    made["praktijken aangevuld"] = load_example_spread() + load_example_details()
    made["uitkomsten ingedeeld"] = classify_example_outcomes()
    made["bijlagen"] = load_example_documents()
    made["praktijken van centra"] = load_example_reviews()
    return made


def _load(name: str, parent_type: type[BasePage], build: Build, progress: Progress) -> int:
    made = 0
    for row in _rows(name):
        with transaction.atomic():
            made += _publish(parent_type, row, build)
    progress(f"{name}: {made} nieuw")
    return made


def _publish(parent_type: type[BasePage], row: dict[str, Any], build: Build) -> int:
    parent = parent_type.objects.get()
    slug = row.get("slug") or slugify(row.get("wijk") or row["name"])
    if parent.get_children().filter(slug=slug).exists():
        return 0
    page, relations = build(row)
    page.slug = slug
    page.is_example = row.get("is_example", not isinstance(page, SchemePage | WijkPage | CentrePage))
    parent.add_child(instance=page)
    # Relations need the key of a page that was saved.
    for name, related in relations.items():
        setattr(page, name, related)
    # Through a revision, like an editor's publish: what listens to publishing hears of it.
    page.save_revision().publish()
    return 1


def _rows(name: str) -> Iterator[dict[str, Any]]:
    path = FOLDER / name
    if path.exists():
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))


def _case(row: dict[str, Any]) -> Built:
    is_experiment = row["type"] == CaseKind.EXPERIMENT
    fields = {name: row[name] for name in PLAIN if row.get(name) is not None}
    fields["costs_class"] = str(row["costs_class"])
    fields["evidence_level"] = str(row["evidence_level"])
    if is_experiment:
        fields |= {name: str(row[name]) for name in EXPERIMENT_PLAIN if row.get(name) is not None}
        fields["lessons"] = "\n".join(row.get("lessons", []))
    page = (ExperimentPage if is_experiment else PracticePage)(
        **fields,
        problem_text=row["problem"],
        approach=[("section", _section(part)) for part in row["approach"]],
        active_elements="\n".join(row.get("active_elements", [])),
        cross_cutting=row.get("cross_cutting", []),
    )
    page.partners = [CasePartner(organisation=p["organisation"], role=p["role"]) for p in row["partners"]]
    page.conditions = [CaseCondition(**told) for told in row["conditions"]]
    fill_example_details(page, row["slug"], row["themes"][0])
    relations = {
        **_labels(row),
        "wijken": list(Wijk.objects.filter(name__in=row["wijken"], programme="krachtwijk40")),
        "schemes": list(SchemePage.objects.filter(slug__in=row.get("schemes", []))),
    }
    return page, relations


def _labels(row: dict[str, Any]) -> dict[str, list[Any]]:
    return {
        "themes": list(Theme.objects.filter(code__in=row.get("themes", []))),
        "problems": list(ProblemLabel.objects.filter(code__in=row.get("problems", []))),
    }


def _section(part: dict[str, str]) -> dict[str, str]:
    paragraphs = [block.strip() for block in part["text"].split("\n\n") if block.strip()]
    return {"heading": part["heading"], "text": "".join(f"<p>{escape(p)}</p>" for p in paragraphs)}


def _scheme(row: dict[str, Any]) -> Built:
    today = timezone.localdate()
    names = "title kind summary for_whom what_it_offers applicants opens_on closes_on provider period active source_url".split()
    page = SchemePage(
        **{name: row[name] for name in names if row.get(name) is not None},
        requirements=row.get("conditions", ""),
        **{field: today + timedelta(days=row[name]) for name, field in DAYS.items() if name in row},
    )
    return page, _labels(row)


def _centre(row: dict[str, Any]) -> Built:
    page = CentrePage(
        title=row["name"],
        summary=row["summary"],
        about=row["about"],
        website=row.get("website", ""),
        organisation=Organisation.objects.get(name=row["name"]),
    )
    page.offers = [
        CentreOffer(
            theme_id=None if offer["theme"] == "algemeen" else offer["theme"],
            service=offer["service"],
            text=offer["text"],
            lead_time=offer.get("lead_time", ""),
        )
        for offer in row["offer"]
    ]
    page.problem_offers = _problem_offers(row)
    return page, {}


def _problem_offers(row: dict[str, Any]) -> list[CentreProblem]:
    return [
        CentreProblem(problem_id=offer["code"], weight=offer["weight"], note=offer.get("note", ""))
        for offer in row.get("problems", [])
    ]


def _add_problems_to_centres() -> int:
    """For centres that were loaded before they had problems. What an editor wrote, or is writing, stays as it is."""
    centres = CentrePage.objects.live().filter(problem_offers=None, has_unpublished_changes=False)
    added = 0
    for row in _rows("centres.yaml"):
        offers = _problem_offers(row)
        page = centres.filter(organisation__name=row["name"]).first() if offers else None
        if page is not None:
            page.problem_offers = offers
            page.save_revision().publish()
            added += 1
    return added


def _add_applicants_to_schemes() -> int:
    """For schemes that were loaded before they said who may apply; as `_add_problems_to_centres`."""
    added = 0
    for row in _rows("schemes.yaml"):
        page = SchemePage.objects.live().filter(slug=row["slug"], has_unpublished_changes=False).first()
        if page is not None and not page.applicants and row.get("applicants"):
            page.applicants = row["applicants"]
            page.save_revision().publish()
            added += 1
    return added


def _wijk(row: dict[str, Any]) -> Built:
    page = WijkPage(
        title=row["wijk"],
        summary=row["summary"],
        about=row["about"],
        residents_approx=row.get("residents_approx"),
        wijk=Wijk.objects.get(name=row["wijk"], gemeente__name=row["gemeente"], programme="krachtwijk40"),
    )
    return page, {"problems": _labels(row)["problems"]}

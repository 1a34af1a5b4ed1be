"""From answers to a page that is not published yet."""

from dataclasses import dataclass
from html import escape
from typing import Any

from knowledge.enums import CaseKind
from knowledge.models import (
    Attachment,
    CaseCondition,
    CaseIndexPage,
    CaseOutcome,
    CasePage,
    CasePartner,
    CentrePage,
    ExperimentPage,
    PracticePage,
)
from krachtwijken.accounts.models import User
from krachtwijken.core.enums import OrganisationKind
from krachtwijken.core.models import Gemeente, Organisation, ProblemLabel, Theme, Wijk

# Questions that are fields of the page under the same name.
SAME = (
    "title", "summary", "problem_text", "target_group", "goal", "resident_role", "results", "what_did_not_work", "stop_reason",
    "active_elements", "costs_class", "costs_min", "costs_max", "price_year",
    "costs_text", "fte_text", "duration_months", "status", "period_from", "period_to",
    "source_url", "contact_function",
)  # fmt: skip
EXPERIMENT_SAME = ("hypothesis", "measuring_plan", "lessons")


@dataclass(frozen=True)
class Place:
    """Where a page comes to stand when others than its author say so: in the section of a centre, and who owns it where its
    author named nobody."""

    centre: CentrePage | None = None
    gemeente: Gemeente | None = None


def make_page(*, answers: dict[str, Any], author: User, place: Place | None = None) -> CasePage:
    """Below the list of cases, or in the section of a centre; not live, with the answers in its first revision. Raises
    ValidationError when an answer does not fit the page."""
    place = place or Place()
    is_experiment = answers.get("kind") == CaseKind.EXPERIMENT
    names = (*SAME, *(EXPERIMENT_SAME if is_experiment else ()))
    fields = {name: answers[name] for name in names if answers.get(name) not in (None, "")}
    page_type = ExperimentPage if is_experiment else PracticePage
    page = page_type(**fields, approach=_approach(answers, is_experiment), live=False, owner=author)
    page.owner_organisation = _owner(str(answers.get("owner", "")), place.gemeente)
    (place.centre or CaseIndexPage.objects.get()).add_child(instance=page)
    page.themes = list(Theme.objects.filter(code__in=answers.get("themes", [])))
    page.problems = list(ProblemLabel.objects.filter(code__in=answers.get("problems", [])))
    page.wijken = list(Wijk.objects.filter(pk__in=answers.get("wijken", [])))
    page.partners = [CasePartner(organisation=line) for line in _lines(answers, "partners")]
    page.conditions = [CaseCondition(text=line) for line in _lines(answers, "conditions")]
    page.outcomes = _outcomes(answers)
    return page


def attach_documents(page: CasePage, documents: list[Any]) -> None:
    page.attachments = [
        Attachment(document=document, sort_order=place) for place, document in enumerate(documents)
    ]


def _owner(named: str, gemeente: Gemeente | None) -> Organisation | None:
    """The one that the author named, none when that is not known here. Where nobody was named, or the gemeente itself, that is
    it: it becomes an organisation with the first case that it owns."""
    named = named.strip()
    known = Organisation.objects.filter(name__iexact=named).first()
    if known is not None or gemeente is None:
        return known
    name = f"Gemeente {gemeente.name}"
    if named and named.casefold() not in (name.casefold(), gemeente.name.casefold()):
        return None
    known = Organisation.objects.filter(name__iexact=name).first()
    if known is not None:
        return known
    fields = {"name": name, "kind": OrganisationKind.ANDERS}
    return Organisation.objects.get_or_create(slug=f"gemeente-{gemeente.slug}", defaults=fields)[0]


def _lines(answers: dict[str, Any], name: str) -> list[str]:
    return [line.strip() for line in str(answers.get(name) or "").splitlines() if line.strip()]


def _outcomes(answers: dict[str, Any]) -> list[CaseOutcome]:
    """The one that was asked for; how large the difference was is a question of the redactie."""
    if not answers.get("outcome_indicator"):
        return []
    return [
        CaseOutcome(
            indicator=answers["outcome_indicator"],
            domain=answers["outcome_domain"],
            direction=answers["outcome_direction"],
            certainty=int(answers["outcome_certainty"]),
            source=answers["outcome_source"],
        )
    ]


def _approach(answers: dict[str, Any], is_experiment: bool) -> list[tuple[str, dict[str, str]]]:
    """As sections: an experiment has a field of its own for its lessons."""
    parts = [
        ("Wat is gedaan", "approach"),
        ("Wat bewoners deden", "resident_text"),
        *([] if is_experiment else [("Lessen voor anderen", "lessons")]),
    ]
    return [
        ("section", {"heading": heading, "text": _paragraphs(str(answers[name]))})
        for heading, name in parts
        if answers.get(name)
    ]


def _paragraphs(text: str) -> str:
    """Plain text as the editor of the content management keeps it; points of a list become one."""
    written: list[str] = []
    for block in text.split("\n\n"):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        points = [line[2:] for line in lines if line.startswith(("- ", "• ", "* "))]
        if lines and len(points) == len(lines):
            written.append(f"<ul>{''.join(f'<li>{escape(point)}</li>' for point in points)}</ul>")
        elif lines:
            written.append(f"<p>{'<br/>'.join(escape(line) for line in lines)}</p>")
    return "".join(written)

"""What stands in the document, in the order of the worksheet; only what the page itself shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import strip_tags

from knowledge.models import CaseOutcome, CasePage, ExperimentPage
from knowledge.page_context.cases import cite_case
from knowledge.selectors import schemes_of
from krachtwijken.accounts.types import Viewer


@dataclass(frozen=True)
class Part:
    """A question of the worksheet and what answers it, a paragraph a line; `is_list`: as points."""

    title: str
    lines: list[str]
    is_list: bool = False


@dataclass(frozen=True)
class Chapter:
    title: str
    parts: list[Part]


def chapters_of(viewer: Viewer, case: CasePage) -> list[Chapter]:
    """Every question, also the open ones: who asks for a recognition sees what is still missing."""
    return [
        Chapter("Colofon", _colophon(case)),
        Chapter("Samenvatting", [_text("In het kort", case.summary), _text("Probleem", case.problem_text)]),
        Chapter(
            "Doelgroep",
            [
                _text("Einddoelgroep", case.target_group),
                _text("Intermediaire doelgroep", case.target_intermediary),
            ],
        ),
        Chapter("Doel", [_text("Doel", case.goal)]),
        Chapter("Aanpak", _approach(case)),
        Chapter("Uitvoering", _doing(viewer, case)),
        Chapter("Onderbouwing", [_text("Onderbouwing", case.foundation), _experiment(case)]),
        Chapter("Onderzoek", _research(case)),
        Chapter("Werkzame elementen", [Part("Werkzame elementen", case.active_element_list, is_list=True)]),
        Chapter("Overdracht", _transfer(case)),
    ]


def _text(title: str, text: str) -> Part:
    return Part(title, [line.strip() for line in text.splitlines() if line.strip()])


def _listed(title: str, lines: Iterable[str]) -> Part:
    return Part(title, [line for line in lines if line], is_list=True)


def _colophon(case: CasePage) -> list[Part]:
    owner = case.owner_organisation.name if case.owner_organisation else ""
    return [
        _text("Eigenaar", owner),
        _text("Contact", case.contact_function),
        _text("Periode", case.period),
        _text("Status", case.get_status_display()),
        _listed("Wijken", (f"{wijk.name} ({wijk.gemeente.name})" for wijk in case.wijken.select_related("gemeente"))),
        _listed("Partners", (f"{row.organisation}: {row.role}".rstrip(": ") for row in case.partners.all())),
        _text("Bron", case.source_url),
        _text("Gebruik van deze tekst", case.get_licence_display() if case.licence else ""),
        _text("Versie", cite_case(case)),
    ]  # fmt: skip


def _approach(case: CasePage) -> list[Part]:
    parts = []
    for block in case.approach:
        if block.block_type == "section":
            rich = (
                str(block.value["text"]).replace("</p>", "\n").replace("</li>", "\n").replace("<br/>", "\n")
            )
            parts.append(_text(str(block.value["heading"]), strip_tags(rich)))
        elif block.block_type == "quote":
            parts.append(_text("Citaat", str(block.value["text"])))
    return [*parts, _text("Rol van bewoners", case.told_resident_role)]


def _doing(viewer: Viewer, case: CasePage) -> list[Part]:
    months = "" if case.duration_months is None else f"{case.duration_months} maanden"
    return [
        _text("Materialen en handleiding", case.manual_url),
        _text("Opleiding en vaardigheden", case.skills),
        _listed(
            "Randvoorwaarden", (f"{row.text}{' (onmisbaar)' if row.hard else ''}" for row in case.conditions.all())
        ),
        _text("Doorzettingsmacht", case.get_decision_power_display() if case.decision_power else ""),
        _listed("Kosten", (case.costs_range, case.costs_text, case.told_costs_class)),
        _listed("Inzet van mensen", (case.fte_in_words, case.fte_text)),
        _text("Doorlooptijd", months),
        _listed("Regelingen", (scheme.title for scheme in schemes_of(viewer, case))),
    ]  # fmt: skip


def _experiment(case: CasePage) -> Part:
    page = case.specific
    if not isinstance(page, ExperimentPage):
        return Part("", [])
    told = (
        ("Hypothese", page.hypothesis),
        ("Meetplan", page.measuring_plan),
        ("Nulmeting", page.baseline),
        ("Indicatoren", "; ".join(page.indicator_list)),
        ("Momenten", page.measuring_moments),
    )
    return _listed("Experiment", (f"{name}: {text}" for name, text in told if text))


def _research(case: CasePage) -> list[Part]:
    return [
        _listed(
            "Onderzoeken",
            (
                f"{row.title} ({row.year}), {row.get_kind_display().lower()} {row.url}".strip()
                for row in case.researches.all()
            ),
        ),
        _listed("Uitkomsten", (_outcome(row) for row in case.outcomes.all())),
        _text("Wat kwam eruit", case.results),
        _text("Wat werkte niet", case.what_did_not_work),
        _text("Waarom gestopt", case.stop_reason),
        _text("Bewijs", f"{case.get_evidence_level_display()} ({case.get_evidence_source_display()})"),
        _text("Erkend door", case.get_recognised_by_display() if case.recognised_by else ""),
    ]


def _outcome(row: CaseOutcome) -> str:
    changed = f"{row.get_direction_display().lower()}, verschil {row.get_size_display().lower()}"
    return (
        f"{row.indicator} ({row.told_domain.lower()}): {changed}. "
        f"Zekerheid {row.get_certainty_display()}. Bron: {row.source}"
    )


def _transfer(case: CasePage) -> list[Part]:
    return [
        _text("Wat moet blijven", case.transfer_core),
        _text("Wat mag anders", case.transfer_adapt),
        _text("Bezoek", "Een andere gemeente mag komen kijken." if case.excursion_possible else ""),
    ]

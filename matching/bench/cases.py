"""Made-up cases with all that their page shows: at least as many of each as the median example case has."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wagtail.documents.models import Document

from knowledge.enums import (
    CaseStatus,
    Certainty,
    CostsClass,
    EffectSize,
    EvidenceLevel,
    EvidenceSource,
    OutcomeDomain,
    ResearchKind,
    ResidentRole,
    ResultDirection,
    Scale,
)
from knowledge.models import (
    Attachment,
    CaseCondition,
    CaseIndexPage,
    CaseOutcome,
    CasePage,
    CasePartner,
    CaseResearch,
    CaseValidity,
    ExperimentPage,
    PracticePage,
    Replication,
    SchemePage,
)
from knowledge.validity.rules import valid_until
from krachtwijken.core.enums import CrossCutting
from krachtwijken.core.models import Organisation, ProblemLabel, Theme, Wijk
from matching.bench.tree import AT_ONCE, add_pages, link
from matching.bench.words import Words

AT_LEAST = {
    "approach": 2, "active_elements": 3, "themes": 1, "cross_cutting": 0, "wijken": 1, "problems": 3, "schemes": 1,
    "partners": 3, "conditions": 2, "attachments": 0, "lessons": 3, "replications": 1,
    "outcomes": 2, "researches": 0,
}  # fmt: skip
# One of so many is an experiment.
EXPERIMENTS = 4


class CaseMaker:
    def __init__(self, words: Words) -> None:
        self.words = words
        self.linked: dict[str, Sequence[Any]] = {
            "themes": list(Theme.objects.all()),
            "wijken": list(Wijk.objects.all()),
            "schemes": list(SchemePage.objects.all()),
        }
        self.problems = list(ProblemLabel.objects.all())
        self.owners = list(Organisation.objects.all())
        self.documents = list(Document.objects.all())

    def make(self, count: int) -> None:
        for start in range(0, count, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, count))
            self._add(PracticePage, [number for number in numbers if number % EXPERIMENTS])
            self._add(ExperimentPage, [number for number in numbers if not number % EXPERIMENTS])

    def _add(self, kind: type[CasePage], numbers: Sequence[int]) -> None:
        if not numbers:
            return
        problems = [self.some(self.problems, "problems") for _ in numbers]
        pages = [self._page(kind, number, told) for number, told in zip(numbers, problems, strict=True)]
        add_pages(CaseIndexPage.objects.get(), pages)
        link(CasePage._meta.get_field("problems"), zip(pages, problems, strict=True))
        for name, rows in self.linked.items():
            link(CasePage._meta.get_field(name), [(page, self.some(rows, name)) for page in pages])
        self._add_parts(pages)

    def _page(self, kind: type[CasePage], number: int, problems: Sequence[ProblemLabel]) -> CasePage:
        words, own = self.words, self._of_experiment() if kind is ExperimentPage else {}
        begun = words.pick.randint(2000, 2025)
        return kind(
            kind=kind.case_kind, slug=f"bench-{number}", title=words.phrase(6), summary=words.text(22),
            problem_text=words.text(33, problems),
            target_group=words.text(8), goal=words.text(8), results=words.text(33),
            what_did_not_work=words.text(22), approach=self._approach(),
            active_elements=words.lines(AT_LEAST["active_elements"], 6),
            cross_cutting=self.some(CrossCutting.values, "cross_cutting"),
            resident_role=self.one_of(ResidentRole), status=self.one_of(CaseStatus), scale=self.one_of(Scale),
            evidence_level=self.one_of(EvidenceLevel), evidence_source=self.one_of(EvidenceSource),
            costs_class=self.one_of(CostsClass), costs_text=words.phrase(6), fte_text=words.phrase(3),
            duration_months=words.pick.randint(3, 60), period_from=begun,
            period_to=words.pick.choice([None, begun + 2]), transfer_core=words.text(11),
            foundation=words.text(12), skills=words.text(8), target_intermediary=words.text(4),
            costs_min=words.pick.randint(5, 90) * 1000, costs_max=90_000, price_year=begun,
            transfer_adapt=words.text(6), owner_organisation=words.pick.choice(self.owners), **own,
        )  # fmt: skip

    def _of_experiment(self) -> dict[str, str]:
        words = self.words
        return {
            "hypothesis": words.text(13), "stretched_rule": words.text(10), "research_partner": words.phrase(3),
            "measuring_plan": words.text(12), "go_no_go": words.text(8), "generalisation": words.text(9),
            "lessons": words.lines(AT_LEAST["lessons"], 8),
        }  # fmt: skip

    def _approach(self) -> list[tuple[str, dict[str, str]]]:
        words = self.words
        return [
            ("section", {"heading": words.phrase(3), "text": f"<p>{words.text(25)}</p>"})
            for _ in range(words.number(AT_LEAST["approach"]))
        ]

    def _add_parts(self, pages: Sequence[CasePage]) -> None:
        words = self.words
        CasePartner.objects.bulk_create(
            CasePartner(page=page, sort_order=place, organisation=words.phrase(2), role=words.phrase(3))
            for page in pages
            for place in range(words.number(AT_LEAST["partners"]))
        )
        CaseCondition.objects.bulk_create(
            CaseCondition(page=page, sort_order=place, text=words.text(7), hard=place == 0)
            for page in pages
            for place in range(words.number(AT_LEAST["conditions"]))
        )
        CaseValidity.objects.bulk_create(
            CaseValidity(page=page, confirmed_on=day, valid_until=valid_until(page, day))
            for page in pages
            for day in [date(words.pick.randint(2019, 2025), words.pick.randint(1, 12), 1)]
        )
        CaseOutcome.objects.bulk_create(
            CaseOutcome(
                page=page,
                sort_order=place,
                indicator=words.phrase(5),
                domain=self.one_of(OutcomeDomain),
                direction=self.one_of(ResultDirection),
                size=self.one_of(EffectSize),
                certainty=words.pick.choice(Certainty.values),
                source=words.phrase(4),
            )
            for page in pages
            for place in range(words.number(AT_LEAST["outcomes"]))
        )
        CaseResearch.objects.bulk_create(
            CaseResearch(
                page=page, title=words.phrase(5), kind=self.one_of(ResearchKind), year=page.period_from + 1
            )
            for page in pages[::3]
        )
        Replication.objects.bulk_create(
            Replication(
                page=page, sort_order=place, wijk=wijk, year=page.period_from + 1 + place, adapted=words.text(8),
                result=words.text(12), source=words.phrase(3), direction=self.one_of(ResultDirection),
            )
            for page in pages
            for place, wijk in enumerate(self.some(self.linked["wijken"], "replications"))
        )  # fmt: skip
        Attachment.objects.bulk_create(
            Attachment(page=page, document=document, description=words.text(9))
            for page in pages
            for document in self.some(self.documents, "attachments")
        )

    def some(self, rows: Sequence[Any], name: str) -> list[Any]:
        return self.words.some(rows, AT_LEAST[name])

    def one_of(self, values: Any) -> str:
        return str(self.words.pick.choice(values.values))

"""Pages of the knowledge base for tests."""

from itertools import count
from typing import Any

from django.utils.text import slugify

from knowledge.models import (
    CaseIndexPage,
    CasePage,
    CentreIndexPage,
    CentrePage,
    CentreProblem,
    PracticePage,
    WijkIndexPage,
    WijkPage,
)
from krachtwijken.core.enums import OrganisationKind
from krachtwijken.core.models import Organisation, ProblemLabel, Theme, Wijk

numbers = count(1)


def make_case(*, themes: tuple[str, ...] = (), problems: tuple[str, ...] = (), **fields: Any) -> CasePage:
    """A published practice below /kennis/."""
    number = next(numbers)
    values = {
        "title": f"Aanpak {number}", "slug": f"aanpak-{number}", "summary": "Kort gezegd.",
        "problem_text": "Er was iets aan de hand.", "target_group": "Bewoners", "goal": "Beter wonen",
        "results": "Het ging beter.", "what_did_not_work": "Niet alles.", "period_from": 2015,
    }  # fmt: skip
    page = PracticePage(**{**values, **fields})
    CaseIndexPage.objects.get().add_child(instance=page)
    page.themes = list(Theme.objects.filter(code__in=themes))
    page.problems = list(ProblemLabel.objects.filter(code__in=problems))
    page.save_revision().publish()
    return CasePage.objects.get(pk=page.pk)


def make_wijk_page(slug: str, *codes: str) -> WijkPage:
    """The published page of a wijk of the reference data."""
    wijk = Wijk.objects.get(slug=slug)
    page = WijkPage(title=wijk.name, slug=wijk.slug, summary="Een wijk.", wijk=wijk)
    WijkIndexPage.objects.get().add_child(instance=page)
    page.problems = list(ProblemLabel.objects.filter(code__in=codes))
    page.save_revision().publish()
    return page


def make_centre(name: str, /, *, active_until: int | None = None, **weights: int) -> CentrePage:
    """A published centre; `make_centre("Groen", WO12=3)` is the first address for too little green."""
    organisation = Organisation.objects.create(
        name=name, slug=slugify(name), kind=OrganisationKind.KENNISCENTRUM, active_until=active_until
    )
    page = page_of_centre(organisation)
    page.problem_offers = [CentreProblem(problem_id=code, weight=weight) for code, weight in weights.items()]
    page.save_revision().publish()
    return CentrePage.objects.get(pk=page.pk)


def page_of_centre(organisation: Organisation) -> CentrePage:
    """The page of an organisation that is there already, published."""
    page = CentrePage(
        title=organisation.name, slug=organisation.slug, summary="Kort gezegd.", organisation=organisation
    )
    CentreIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page

"""Knowledge centres, with what they offer."""

from functools import partial

from knowledge.enums import OfferWeight
from knowledge.models import CentreOffer, CentrePage, CentreProblem
from krachtwijken.core.models import Organisation, ProblemLabel, Theme
from search.registry import SearchableType, register
from search.searchable.pages import live_pages, page_document, visible_pages
from search.types import LINK_PREFIX, PROBLEM_PREFIX, TOUCHED_PREFIX, Document, Kind


def build_centre(page: CentrePage) -> Document | None:
    offers = list(page.offers.all())
    sections = [
        ("Over het centrum", page.about),
        *((offer.get_service_display(), offer.text) for offer in offers),
    ]
    themes = [offer.theme_id for offer in offers if offer.theme_id]
    problems = _problems(page)
    labels = [
        f"{PROBLEM_PREFIX if offer.weight == OfferWeight.FIRST else TOUCHED_PREFIX}:{offer.problem.code}"
        for offer in problems
    ]
    labels += _links(page.organisation)
    facts = [*(offer.problem.label for offer in problems), *_chain(page.organisation)]
    return page_document(Kind.CENTRE, page, sections, themes, labels, facts)


def _chain(organisation: Organisation) -> list[str]:
    """What it was called before and what it became: who knows the old name finds the new one."""
    before = [f"Opvolger van {name}" for name in organisation.predecessors.values_list("name", flat=True)]
    after = [f"Opvolger: {organisation.successor}"] if organisation.successor else []
    return [*before, *after]


def _links(organisation: Organisation) -> list[str]:
    """The pages of what it was before, and of what it became."""
    chain = [*organisation.predecessors.values_list("pk", flat=True), organisation.successor_id]
    pages = CentrePage.objects.live().filter(organisation__in=[pk for pk in chain if pk])
    return [f"{LINK_PREFIX}:{Kind.CENTRE}:{pk}" for pk in pages.order_by("pk").values_list("pk", flat=True)]


def _problems(page: CentrePage) -> list[CentreProblem]:
    """What the centre is a first or second address for; nobody asks one that ended."""
    if not page.organisation.is_active:
        return []
    offers = page.problem_offers.filter(weight__gte=OfferWeight.SECOND).order_by("-weight", "problem__order")
    return list(offers.select_related("problem"))


register(
    SearchableType(
        kind=Kind.CENTRE,
        model=CentrePage,
        label="Kenniscentrum",
        tab="Kenniscentra",
        build=build_centre,
        candidates=partial(live_pages, CentrePage),
        visible=visible_pages(CentrePage),
        depends_on={
            Theme: "offers__theme",
            Organisation: "organisation",
            CentreOffer: "offers",
            CentreProblem: "problem_offers",
            ProblemLabel: "problem_offers__problem",
        },
        suggested_as="Kenniscentra",
        is_news=True,
        is_evidence=True,
    )
)

"""Knowledge centres, with what they offer."""

from functools import partial

from knowledge.enums import OfferWeight
from knowledge.models import CentreOffer, CentrePage, CentreProblem
from krachtwijken.core.models import Organisation, ProblemLabel, Theme
from search.registry import SearchableType, register
from search.searchable.pages import live_pages, page_document, visible_pages
from search.types import Document, Kind


def build_centre(page: CentrePage) -> Document | None:
    offers = list(page.offers.all())
    sections = [
        ("Over het centrum", page.about),
        *((offer.get_service_display(), offer.text) for offer in offers),
    ]
    themes = [offer.theme_id for offer in offers if offer.theme_id]
    return page_document(Kind.CENTRE, page, sections, themes, facts=_problems(page))


def _problems(page: CentrePage) -> list[str]:
    """What the centre is a first or second address for; nobody asks one that ended."""
    if not page.organisation.is_active:
        return []
    offers = page.problem_offers.filter(weight__gte=OfferWeight.SECOND).order_by("-weight", "problem__order")
    return list(offers.values_list("problem__label", flat=True))


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

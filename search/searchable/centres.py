"""Knowledge centres, with what they offer."""

from functools import partial

from knowledge.models import CentreOffer, CentrePage
from krachtwijken.core.models import Organisation, Theme
from search.registry import SearchableType, register
from search.searchable.pages import live_pages, page_document, visible_pages
from search.types import Document, Kind


def build_centre(page: CentrePage) -> Document | None:
    offers = list(page.offers.all())
    sections = [
        ("Over het centrum", page.about),
        *((offer.get_service_display(), offer.text) for offer in offers),
    ]
    return page_document(Kind.CENTRE, page, sections, [offer.theme_id for offer in offers if offer.theme_id])


register(
    SearchableType(
        kind=Kind.CENTRE,
        model=CentrePage,
        label="Kenniscentrum",
        tab="Kenniscentra",
        build=build_centre,
        candidates=partial(live_pages, CentrePage),
        visible=visible_pages(CentrePage),
        depends_on={Theme: "offers__theme", Organisation: "organisation", CentreOffer: "offers"},
        suggested_as="Kenniscentra",
        is_news=True,
        is_evidence=True,
    )
)

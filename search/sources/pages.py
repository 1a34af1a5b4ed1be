"""Pages of the knowledge base as documents, with who may read them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Page

from knowledge.models import CasePage, CentrePage, ContentPage, SchemePage, WijkPage
from krachtwijken.core.models import Wijk
from search.audience import terms_of
from search.types import Document, Kind

Section = tuple[str, str]


def audience(page: Page) -> list[str]:
    """Who passes the restrictions on the page and above it."""
    return terms_of(page.get_view_restrictions())


def _document(
    kind: Kind,
    page: Any,
    sections: Sequence[Section],
    themes: Sequence[str] = (),
    labels: Sequence[str] = (),
) -> Document | None:
    terms = audience(page)
    if not page.live or not terms:
        return None
    filled = [(heading, text) for heading, text in [("", page.summary), *sections] if text]
    return Document(kind, page.pk, page.title, filled, terms, themes, labels)


def _places(wijken: Iterable[Wijk]) -> list[str]:
    found = [label for wijk in wijken for label in (f"gemeente:{wijk.gemeente.slug}", f"wijk:{wijk.slug}")]
    return list(dict.fromkeys(found))


def _years(page: CasePage) -> list[str]:
    """Every year in which it ran; without an end it runs on until today."""
    last = page.period_to or max(timezone.localdate().year, page.period_from)
    return [f"year:{year}" for year in range(page.period_from, last + 1)]


def _case(page: CasePage) -> Document | None:
    approach = [
        (str(block.value.get("heading", "Aanpak")), strip_tags(str(block.value.get("text", ""))))
        for block in page.approach
        if block.block_type in {"section", "quote"}
    ]
    labels = ". ".join(problem.label for problem in page.problems.all())
    sections = [
        ("Het probleem", f"{page.problem_text} {page.target_group}"),
        ("Problemen", labels),
        ("Doel", page.goal),
        *approach,
        ("Wat kwam eruit", page.results),
        ("Wat werkte niet", f"{page.what_did_not_work} {page.stop_reason}"),
    ]
    places = _places(page.wijken.select_related("gemeente"))
    labels_of_case = [f"evidence:{page.evidence_level}", f"status:{page.status}", *places, *_years(page)]
    return _document(Kind.CASE, page, sections, [theme.code for theme in page.themes.all()], labels_of_case)


def _scheme(page: SchemePage) -> Document | None:
    sections = [
        ("Voor wie", page.for_whom),
        ("Wat u ermee kunt", page.what_it_offers),
        ("Voorwaarden", page.requirements),
    ]
    return _document(Kind.SCHEME, page, sections, [theme.code for theme in page.themes.all()])


def _centre(page: CentrePage) -> Document | None:
    offers = list(page.offers.all())
    sections = [
        ("Over het centrum", page.about),
        *((offer.get_service_display(), offer.text) for offer in offers),
    ]
    return _document(Kind.CENTRE, page, sections, [offer.theme_id for offer in offers if offer.theme_id])


def _wijk(page: WijkPage) -> Document | None:
    labels = ". ".join(problem.label for problem in page.problems.all())
    themes = {problem.theme_id for problem in page.problems.all() if problem.theme_id}
    place = f"{page.wijk.name} in {page.wijk.gemeente.name}"
    sections = [(place, page.about), ("Problemen", labels)]
    return _document(Kind.WIJK, page, sections, sorted(themes), _places([page.wijk]))


def _plain(page: ContentPage) -> Document | None:
    sections = [
        (str(block.value["heading"]), strip_tags(str(block.value["text"])))
        for block in page.body
        if block.block_type == "section"
    ]
    return _document(Kind.PAGE, page, sections)


def _source(model: Any, build: Callable[[Any], Document | None]) -> tuple[Any, Any]:
    def everything() -> Iterator[Document]:
        for page in model.objects.live():
            found = build(page)
            if found is not None:
                yield found

    def one(pk: int) -> Document | None:
        page = model.objects.filter(pk=pk).first()
        return build(page) if page is not None else None

    return everything, one


cases, case = _source(CasePage, _case)
schemes, scheme = _source(SchemePage, _scheme)
centres, centre = _source(CentrePage, _centre)
wijken, wijk = _source(WijkPage, _wijk)
plain_pages, plain_page = _source(ContentPage, _plain)
PAGE_KINDS = {
    CasePage: Kind.CASE,
    SchemePage: Kind.SCHEME,
    CentrePage: Kind.CENTRE,
    WijkPage: Kind.WIJK,
    ContentPage: Kind.PAGE,
}

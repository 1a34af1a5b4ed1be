"""What made-up cases lean on: wijken with a page, knowledge centres with an offer, schemes, documents."""

from django.utils.text import slugify
from wagtail.documents.models import Document
from wagtail.models import Collection

from knowledge.enums import CentreService, OfferWeight, SchemeKind
from knowledge.models import (
    CentreIndexPage,
    CentreOffer,
    CentrePage,
    CentreProblem,
    SchemeIndexPage,
    SchemePage,
    WijkIndexPage,
    WijkPage,
)
from krachtwijken.core.enums import OrganisationKind
from krachtwijken.core.models import Organisation, ProblemLabel, Theme, Wijk
from matching.bench.tree import add_pages, link
from matching.bench.words import Words

SCHEMES, DOCUMENTS = 15, 50
PROBLEMS_OF_WIJK, OFFERS_OF_CENTRE, PROBLEMS_OF_CENTRE = 3, 3, 15
THEMES_OF_SCHEME, PROBLEMS_OF_SCHEME = 1, 2


def make_surroundings(words: Words) -> None:
    make_wijken(words)
    make_centres(words)
    make_schemes(words)
    make_documents(words)


def make_wijken(words: Words) -> None:
    wijken, problems = list(Wijk.objects.all()), list(ProblemLabel.objects.all())
    chosen = [words.some(problems, PROBLEMS_OF_WIJK) for _ in wijken]
    pages = [
        WijkPage(
            title=wijk.name, slug=wijk.slug, wijk=wijk, summary=words.text(18), about=words.text(66, about),
            residents_approx=words.pick.randint(3_000, 30_000),
        )
        for wijk, about in zip(wijken, chosen, strict=True)
    ]  # fmt: skip
    add_pages(WijkIndexPage.objects.get(), pages)
    link(WijkPage._meta.get_field("problems"), zip(pages, chosen, strict=True))


def make_centres(words: Words) -> None:
    themes, problems = list(Theme.objects.all()), list(ProblemLabel.objects.all())
    pages = [
        CentrePage(
            title=organisation.name, slug=slugify(organisation.name), organisation=organisation,
            summary=words.text(10), about=words.text(11, words.some(problems, 1)),
        )
        for organisation in Organisation.objects.filter(kind=OrganisationKind.KENNISCENTRUM)
    ]  # fmt: skip
    add_pages(CentreIndexPage.objects.get(), pages)
    CentreOffer.objects.bulk_create(
        CentreOffer(
            page=page, theme=theme, text=words.text(12), service=words.pick.choice(CentreService.values)
        )
        for page in pages
        for theme in words.some(themes, OFFERS_OF_CENTRE)
    )
    CentreProblem.objects.bulk_create(
        CentreProblem(
            page=page, problem=problem, weight=words.pick.choice(OfferWeight.values), note=words.phrase(8)
        )
        for page in pages
        if page.organisation.is_active
        for problem in words.some(problems, PROBLEMS_OF_CENTRE)
    )


def make_schemes(words: Words) -> None:
    themes, problems = list(Theme.objects.all()), list(ProblemLabel.objects.all())
    chosen = [words.some(problems, PROBLEMS_OF_SCHEME) for _ in range(SCHEMES)]
    kinds = SchemeKind.values
    pages = [
        SchemePage(
            title=words.phrase(3), slug=f"bench-regeling-{number}", kind=kinds[number % len(kinds)],
            summary=words.text(10), for_whom=words.text(6), what_it_offers=words.text(11, about),
            requirements=words.text(9),
        )
        for number, about in enumerate(chosen)
    ]  # fmt: skip
    add_pages(SchemeIndexPage.objects.get(), pages)
    link(
        SchemePage._meta.get_field("themes"), [(page, words.some(themes, THEMES_OF_SCHEME)) for page in pages]
    )
    link(SchemePage._meta.get_field("problems"), zip(pages, chosen, strict=True))


def make_documents(words: Words) -> None:
    """Rows only: no page opens the files."""
    collection = Collection.get_first_root_node()
    Document.objects.bulk_create(
        Document(
            title=words.phrase(4),
            file=f"documents/bench-{number}.pdf",
            file_size=100_000,
            collection=collection,
        )
        for number in range(DOCUMENTS)
    )

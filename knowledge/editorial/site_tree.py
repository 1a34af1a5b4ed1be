"""The fixed pages: home, the lists, and the pages every site must have."""

from typing import TypeVar

from django.db import transaction
from wagtail.models import Page, Site

from knowledge.editorial.standard_texts import STANDARD_PAGES
from knowledge.models import (
    CaseIndexPage,
    CentreIndexPage,
    ContentPage,
    HomePage,
    SchemeIndexPage,
    WijkIndexPage,
)
from krachtwijken.core.pages import BasePage

PageType = TypeVar("PageType", bound=BasePage)


@transaction.atomic
def set_up_site() -> HomePage:
    """Repeatable: makes the home page, the index pages and the standard pages where they are missing."""
    home = HomePage.objects.first() or _make_home()
    cases = _ensure(home, CaseIndexPage, "kennis", "Kennis", "Wat gemeenten probeerden en wat het opleverde.")
    _ensure(home, WijkIndexPage, "wijken", "Wijken", "De 40 wijken, op de kaart en als lijst.")
    _ensure(home, CentreIndexPage, "kenniscentra", "Kenniscentra", "Wie u verder helpt, en waarmee.")
    _ensure(
        cases,
        SchemeIndexPage,
        "regelingen",
        "Regelingen",
        "Wetten, fondsen en subsidies die u kunt gebruiken.",
    )
    for slug, title, summary, sections in STANDARD_PAGES:
        body = [("section", {"heading": heading, "text": text}) for heading, text in sections]
        _ensure(home, ContentPage, slug, title, summary, body=body, show_in_footer=True)
    return home


def _make_home() -> HomePage:
    root = Page.get_first_root_node()
    # Wagtail's own welcome page holds the slug "home" on a new database.
    Page.objects.filter(depth=2, slug="home").exclude(content_type__app_label="knowledge").delete()
    root = Page.objects.get(pk=root.pk)
    home = root.add_child(
        instance=HomePage(
            title="Krachtwijken", slug="home", summary="Deel wat werkt in de wijk. Vind wie u verder helpt."
        )
    )
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": "Krachtwijken"},
    )
    return home


def _ensure(
    parent: BasePage, page_type: type[PageType], slug: str, title: str, summary: str, **fields: object
) -> PageType:
    existing = page_type.objects.child_of(parent).filter(slug=slug).first()
    if existing is not None:
        return existing
    parent = parent.__class__.objects.get(pk=parent.pk)  # fresh tree position: siblings may have been added
    return parent.add_child(
        instance=page_type(title=title, slug=slug, summary=summary, show_in_menus=True, **fields)
    )

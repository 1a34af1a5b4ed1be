"""Which documents say something about a row: when a problem is renamed, every case that names it changes."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from wagtail.models import Page, PageViewRestriction

from expertpool.models import ExpertProfile, ProfileEvidence, ThemeDepth
from knowledge.models import CasePage, CentreOffer, CentrePage, SchemePage, WijkPage
from krachtwijken.accounts.models import User
from krachtwijken.core.models import Gemeente, Organisation, ProblemLabel, Theme, Wijk
from search.sources.pages import PAGE_KINDS
from search.types import Kind

# Kind and primary key of a document.
Target = tuple[Kind, int]


def kind_of(page: Page) -> Kind | None:
    return next((kind for model, kind in PAGE_KINDS.items() if isinstance(page, model)), None)


def of_page(page: Page) -> Iterator[Target]:
    kind = kind_of(page)
    if kind is not None:
        yield kind, page.pk


def below(page: Page) -> Iterator[Target]:
    """The page and everything under it."""
    for found in Page.objects.descendant_of(page, inclusive=True).specific(defer=True).iterator():
        yield from of_page(found)


def of_restriction(restriction: PageViewRestriction) -> Iterator[Target]:
    # Not `restriction.page`: when the page itself is deleted, that is gone already.
    for page in Page.objects.filter(pk=restriction.page_id):
        yield from below(page)


def _of_group(group: Group) -> Iterator[Target]:
    for restriction in PageViewRestriction.objects.filter(groups=group):
        yield from of_restriction(restriction)


def _rows(kind: Kind, rows: QuerySet[Any]) -> Iterator[Target]:
    return ((kind, pk) for pk in rows.order_by().values_list("pk", flat=True).distinct())


def _of_label(label: ProblemLabel) -> Iterator[Target]:
    yield from _rows(Kind.CASE, CasePage.objects.filter(problems=label))
    yield from _rows(Kind.SCHEME, SchemePage.objects.filter(problems=label))
    yield from _rows(Kind.WIJK, WijkPage.objects.filter(problems=label))


def _of_theme(theme: Theme) -> Iterator[Target]:
    yield from _rows(Kind.CASE, CasePage.objects.filter(themes=theme))
    yield from _rows(Kind.SCHEME, SchemePage.objects.filter(themes=theme))
    yield from _rows(Kind.CENTRE, CentrePage.objects.filter(offers__theme=theme))
    yield from _rows(Kind.WIJK, WijkPage.objects.filter(problems__theme=theme))
    yield from _rows(Kind.PROFILE, ExpertProfile.objects.filter(theme_depths__theme=theme))


def _of_wijk(wijk: Wijk) -> Iterator[Target]:
    yield from _rows(Kind.WIJK, WijkPage.objects.filter(wijk=wijk))
    yield from _rows(Kind.CASE, CasePage.objects.filter(wijken=wijk))


def _of_gemeente(gemeente: Gemeente) -> Iterator[Target]:
    yield from _rows(Kind.WIJK, WijkPage.objects.filter(wijk__gemeente=gemeente))
    yield from _rows(Kind.CASE, CasePage.objects.filter(wijken__gemeente=gemeente))


def _of_organisation(organisation: Organisation) -> Iterator[Target]:
    yield from _rows(Kind.CENTRE, CentrePage.objects.filter(organisation=organisation))
    yield from _rows(Kind.CASE, CasePage.objects.filter(owner_organisation=organisation))


def _of_scheme(scheme: SchemePage) -> Iterator[Target]:
    """The scheme is a page itself; these are the cases that it is linked to."""
    yield from _rows(Kind.CASE, CasePage.objects.filter(schemes=scheme))


def _of_offer(offer: CentreOffer) -> Iterator[Target]:
    yield Kind.CENTRE, offer.page_id


def _of_profile(profile: ExpertProfile) -> Iterator[Target]:
    yield Kind.PROFILE, profile.pk


def _of_part(part: ThemeDepth | ProfileEvidence) -> Iterator[Target]:
    yield Kind.PROFILE, part.profile_id


def _of_user(user: User) -> Iterator[Target]:
    yield from _rows(Kind.PROFILE, ExpertProfile.objects.filter(user=user))


# Saving or deleting one of the first concerns the documents that the second gives.
DEPENDENTS: dict[type[Model], Callable[[Any], Iterator[Target]]] = {
    PageViewRestriction: of_restriction,
    Group: _of_group,
    Theme: _of_theme,
    ProblemLabel: _of_label,
    Wijk: _of_wijk,
    Gemeente: _of_gemeente,
    Organisation: _of_organisation,
    SchemePage: _of_scheme,
    CentreOffer: _of_offer,
    ExpertProfile: _of_profile,
    ThemeDepth: _of_part,
    ProfileEvidence: _of_part,
    User: _of_user,
}
# Many-to-many relations are written after the row itself, so they tell for themselves.
RELATIONS: list[tuple[Any, Callable[[Any], Iterator[Target]]]] = [
    (CasePage.themes.through, of_page),
    (CasePage.problems.through, of_page),
    (CasePage.wijken.through, of_page),
    (CasePage.schemes.through, of_page),
    (SchemePage.themes.through, of_page),
    (SchemePage.problems.through, of_page),
    (WijkPage.problems.through, of_page),
    (PageViewRestriction.groups.through, of_restriction),
]

"""Reads of contributions. Each takes the viewer; what may not be seen is not there."""

from django.db.models import Q, QuerySet
from wagtail.documents.models import Document
from wagtail.models import Page, Revision

from knowledge.contributions.enums import BEFORE_REVIEW, ContributionState
from knowledge.contributions.models import Contribution
from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_redactie
from krachtwijken.accounts.selectors import gemeenten_of
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Wijk

# Of the documents that come with a contribution.
COLLECTION = "Bijdragen"


def contributions_visible_to(viewer: Viewer) -> QuerySet[Contribution]:
    """Of what was sent: the redactie what came to its review, others their own and those of their gemeente. A draft: only
    who writes it."""
    contributions = Contribution.objects.select_related("gemeente", "page", "author")
    if is_redactie(viewer):
        return contributions.exclude(state__in=BEFORE_REVIEW)
    sent = ~Q(state=ContributionState.CONCEPT)
    if not isinstance(viewer, User):
        return contributions.none()
    return contributions.filter(Q(author=viewer) | (sent & Q(gemeente__in=gemeenten_of(viewer))))


def unsent_contributions(user: User) -> QuerySet[Contribution]:
    """What this person began and did not send, last worked on first."""
    return Contribution.objects.filter(author=user, state=ContributionState.CONCEPT)


def contribution_at(user: User, token: str) -> Contribution | None:
    """That of this address, sent or not, of nobody else."""
    return Contribution.objects.filter(author=user, token=token).first() if token else None


def contributed_with(document: Document) -> list[Page]:
    """The pages of contributions that came with this document and have it in their newest version: of a draft that stands
    nowhere else."""
    if document.collection.name != COLLECTION:
        return []
    # Its author sent it along: nobody else's contribution has it.
    pages = Page.objects.filter(
        contribution__isnull=False, contribution__author=document.uploaded_by_user_id
    ).select_related("latest_revision")
    return [page for page in pages if document.pk in _hung_on(page.latest_revision) & _sent_with(page)]


def _sent_with(page: Page) -> set[int]:
    """Whoever edits the page could hang another document on it, by its number."""
    return _hung_on(page.revisions.order_by("created_at", "pk").first())


def _hung_on(version: Revision | None) -> set[int]:
    return {row["document"] for row in version.content.get("attachments", [])} if version else set()


def wijken_to_choose(user: User) -> QuerySet[Wijk]:
    """Those of the own gemeenten; an expert works anywhere."""
    wijken = Wijk.objects.select_related("gemeente")
    own = wijken.filter(gemeente__in=gemeenten_of(user))
    return own if own.exists() else wijken

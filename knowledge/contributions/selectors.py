"""Reads of contributions. Each takes the viewer; what may not be seen is not there."""

from django.db.models import Q, QuerySet

from knowledge.contributions.enums import BEFORE_REVIEW, ContributionState
from knowledge.contributions.models import Contribution
from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_redactie
from krachtwijken.accounts.selectors import gemeenten_of
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Wijk


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


def wijken_to_choose(user: User) -> QuerySet[Wijk]:
    """Those of the own gemeenten; an expert works anywhere."""
    wijken = Wijk.objects.select_related("gemeente")
    own = wijken.filter(gemeente__in=gemeenten_of(user))
    return own if own.exists() else wijken

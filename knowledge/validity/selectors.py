"""Reads of validity. What has lapsed stands lower in the lists of the site; the search engine does not weigh it."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from knowledge.centres.rules import edits_everywhere
from knowledge.models import CasePage
from knowledge.validity.models import CaseValidity
from knowledge.validity.rules import MADE_UP_FOR, MOMENTS, SOON
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import organisations_of, users_with_role
from krachtwijken.accounts.types import Viewer


def owners_of(case: CasePage) -> list[User]:
    """Who is asked to confirm: everybody who writes for the owner, else whose page it is."""
    if case.owner_organisation_id is not None:
        people = users_with_role(Role.KENNISCENTRUM)
        members = list(people.filter(organisation_memberships__organisation=case.owner_organisation_id))
        if members:
            return members
    return list(User.objects.filter(pk=case.owner_id, is_active=True))


def validity_rows() -> QuerySet[CaseValidity]:
    """Of what is on the site, what ends first before what holds longer."""
    rows = CaseValidity.objects.filter(page__live=True).select_related(
        "page__owner_organisation", "page__owner"
    )
    return rows.order_by("valid_until", "page__sort_title")


def validity_of_own(viewer: Viewer) -> QuerySet[CaseValidity]:
    """Cases that this person may confirm as an owner."""
    own = Q(page__owner_organisation__in=organisations_of(viewer)) | Q(page__owner=viewer.pk)
    return validity_rows().filter(own)


def validity_report(viewer: Viewer) -> dict[str, QuerySet[CaseValidity]]:
    """For the redactie: what has lapsed, what ends within two months, and what has nobody to ask."""
    rows = validity_rows() if edits_everywhere(viewer) else validity_rows().none()
    today = timezone.localdate()
    return {
        "lapsed": rows.filter(valid_until__lt=today),
        "soon": rows.filter(valid_until__gte=today, valid_until__lte=today + SOON),
        "without_owner": rows.filter(page__owner_organisation=None, page__owner=None),
    }


def rows_to_remind() -> QuerySet[CaseValidity]:
    """From the first moment until some time after the last. That a mail was sent is remembered for 90 days only: without an end
    somebody would hear of a case that lapsed long ago every 90 days."""
    today = timezone.localdate()
    oldest = today - timedelta(days=MOMENTS[-1]) - MADE_UP_FOR
    return validity_rows().filter(valid_until__lte=today + SOON, valid_until__gte=oldest)

"""Who works for which gemeente or organisation, and who is the contact of which gemeente."""

from django.db import transaction

from krachtwijken.accounts.acting import acting_as
from krachtwijken.accounts.models import AccountManagement, GemeenteMembership, OrganisationMembership, User
from krachtwijken.core.models import Gemeente, Organisation


@transaction.atomic
def join_gemeente(*, user: User, gemeente: Gemeente, actor: User | None) -> GemeenteMembership:
    """Repeatable."""
    with acting_as(actor):
        return GemeenteMembership.objects.get_or_create(user=user, gemeente=gemeente)[0]


@transaction.atomic
def join_organisation(
    *, user: User, organisation: Organisation, actor: User | None
) -> OrganisationMembership:
    """Repeatable."""
    with acting_as(actor):
        return OrganisationMembership.objects.get_or_create(user=user, organisation=organisation)[0]


@transaction.atomic
def assign_account_manager(*, gemeente: Gemeente, user: User, actor: User | None) -> AccountManagement:
    """Repeatable. A gemeente has one contact: a new one takes over from the old."""
    with acting_as(actor):
        return AccountManagement.objects.update_or_create(gemeente=gemeente, defaults={"user": user})[0]

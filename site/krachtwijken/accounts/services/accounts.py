"""An account is made and changed by beheer, in one transaction with its roles and its mail."""

from collections.abc import Collection
from uuid import uuid4

from django.contrib.auth.models import Group
from django.db import transaction

from krachtwijken.accounts.acting import acting_as
from krachtwijken.accounts.models import AccountManagement, GemeenteMembership, OrganisationMembership, User
from krachtwijken.accounts.roles import ROLE_VALUES
from krachtwijken.accounts.services import memberships
from krachtwijken.core.audit import record
from krachtwijken.core.mail import queue_mail
from krachtwijken.core.models import Gemeente, Organisation


@transaction.atomic
def invite(*, user: User, actor: User | None) -> None:
    """Tell somebody that the account is there. No key in the mail: the way in is choosing a password."""
    if not user.password:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    record(actor=actor, action="account.invited", target=user)
    queue_mail(
        to=user.email,
        template="mail/account_invitation.txt",
        context={"name": user.get_full_name()},
        key=f"account-invitation:{user.pk}:{uuid4().hex}",
    )


@transaction.atomic
def change_account(*, user: User, fields: Collection[str], actor: User | None) -> User:
    """Repeatable. Writes these fields of `user` and no other: the password may have been chosen anew meanwhile. Closing
    and opening an account is a line in the trail (accounts/trail.py)."""
    with acting_as(actor):
        if fields:
            lock_account(user)
            user.save(update_fields=list(fields))
    return user


@transaction.atomic
def set_roles(*, user: User, roles: Collection[Group], actor: User | None) -> None:
    """Repeatable. Exactly these roles; groups that are no role stay as they are."""
    lock_account(user)
    wanted = {group.pk for group in roles}
    held = set(user.groups.filter(name__in=ROLE_VALUES).values_list("pk", flat=True))
    with acting_as(actor):
        if held - wanted:
            user.groups.remove(*(held - wanted))
        if wanted - held:
            user.groups.add(*(wanted - held))


@transaction.atomic
def set_belonging(
    *,
    user: User,
    gemeenten: Collection[Gemeente],
    organisations: Collection[Organisation],
    managed: Collection[Gemeente],
    actor: User | None,
) -> None:
    """Repeatable. Works for exactly these, and is the contact of exactly these."""
    lock_account(user)
    with acting_as(actor):
        _end(GemeenteMembership.objects.filter(user=user).exclude(gemeente__in=gemeenten))
        _end(OrganisationMembership.objects.filter(user=user).exclude(organisation__in=organisations))
        _end(AccountManagement.objects.filter(user=user).exclude(gemeente__in=managed))
    for gemeente in gemeenten:
        memberships.join_gemeente(user=user, gemeente=gemeente, actor=actor)
    for organisation in organisations:
        memberships.join_organisation(user=user, organisation=organisation, actor=actor)
    for gemeente in managed:
        memberships.assign_account_manager(gemeente=gemeente, user=user, actor=actor)


def lock_account(user: User) -> None:
    """Until the transaction ends nobody else changes what belongs to this account."""
    User.objects.select_for_update().get(pk=user.pk)


def _end(rows: object) -> None:
    """One by one: each tells the audit trail and the section of a centre."""
    for row in rows:  # type: ignore[attr-defined] # any queryset
        row.delete()

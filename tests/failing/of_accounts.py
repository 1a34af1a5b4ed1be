"""What the services of accounts are tried with."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from krachtwijken.accounts.groups import group_of
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.accounts import change_account, invite, set_belonging, set_roles
from krachtwijken.accounts.services.centres import set_up_centre_section
from krachtwijken.accounts.services.forgetting import forget_closed_accounts, forget_login_places
from krachtwijken.accounts.services.memberships import (
    assign_account_manager,
    join_gemeente,
    join_organisation,
)
from krachtwijken.accounts.services.roles import grant_role, set_up_roles, withdraw_role
from krachtwijken.accounts.services.second_factor import reset_second_factor
from krachtwijken.core.models import Gemeente, Organisation
from tests.factories.accounts import UserFactory, give_second_factor, log_in
from tests.factories.pages import make_centre
from tests.failing.registry import Call, tries

LONG_AGO = timedelta(days=9 * 365)


def logged_in(**fields: object) -> User:
    """Somebody with an open session."""
    user: User = UserFactory(**fields)
    log_in(Client(), user)
    return User.objects.get(pk=user.pk)


def beheer() -> User:
    return UserFactory(role="beheer")


@tries(invite)
def new_account() -> Call:
    user, actor = User.objects.create_user("nieuw@example.org", None, name="Nieuw"), beheer()
    User.objects.filter(pk=user.pk).update(password="")
    return lambda: invite(user=User.objects.get(pk=user.pk), actor=actor)


@tries(change_account)
def other_address() -> Call:
    user, actor = logged_in(role="gemeente"), beheer()
    user.email, user.name = "ander-adres@example.org", "Anders"
    return lambda: change_account(user=user, fields=["email", "name"], actor=actor)


@tries(change_account)
def closed_account() -> Call:
    user, actor = logged_in(role="loket"), beheer()
    user.is_active = False
    return lambda: change_account(user=user, fields=["is_active"], actor=actor)


@tries(set_roles)
def another_role() -> Call:
    user, actor = UserFactory(role="gemeente"), beheer()
    return lambda: set_roles(user=user, roles=[group_of(Role.LOKET)], actor=actor)


@tries(set_belonging)
def moves_to_another_gemeente() -> Call:
    user, actor = UserFactory(role="gemeente"), beheer()
    first, second, third = Gemeente.objects.order_by("pk")[:3]
    organisation = make_centre("Buurtkennis").organisation
    join_gemeente(user=user, gemeente=first, actor=None)
    assign_account_manager(gemeente=third, user=user, actor=None)
    return lambda: set_belonging(
        user=user, gemeenten=[second], organisations=[organisation], managed=[first], actor=actor
    )


@tries(set_up_centre_section)
def new_centre() -> Call:
    organisation = Organisation.objects.create(name="Los", slug="los", kind="kenniscentrum")
    page = make_centre("Ander centrum")
    join_organisation(user=UserFactory(role="kenniscentrum"), organisation=organisation, actor=None)
    return lambda: set_up_centre_section(organisation=organisation, page=page)


@tries(forget_closed_accounts)
def account_closed_long_ago() -> Call:
    user = logged_in(role="gemeente")
    join_gemeente(user=user, gemeente=Gemeente.objects.order_by("pk")[0], actor=None)
    give_second_factor(user)
    # Past the signals: the trail would say that it was closed today.
    closed = {"is_active": False, "last_login": timezone.now() - LONG_AGO}
    QuerySet.update(User.objects.filter(pk=user.pk), **closed)
    return forget_closed_accounts


@tries(forget_login_places)
def login_that_is_over() -> Call:
    UserSession.objects.create(user=UserFactory(), session_key="weg", ip="127.0.0.1", user_agent="", data={})
    return forget_login_places


@tries(join_gemeente)
def new_colleague() -> Call:
    user, gemeente = UserFactory(role="gemeente"), Gemeente.objects.order_by("pk")[0]
    return lambda: join_gemeente(user=user, gemeente=gemeente, actor=None)


@tries(join_organisation)
def new_editor() -> Call:
    user, organisation = UserFactory(role="kenniscentrum"), Organisation.objects.order_by("pk")[0]
    Group.objects.get_or_create(name=f"kenniscentrum:{organisation.slug}")
    return lambda: join_organisation(user=user, organisation=organisation, actor=None)


@tries(assign_account_manager)
def second_manager() -> Call:
    gemeente = Gemeente.objects.order_by("pk")[0]
    assign_account_manager(gemeente=gemeente, user=UserFactory(role="accountmanager"), actor=None)
    user, actor = UserFactory(role="accountmanager"), beheer()
    return lambda: assign_account_manager(gemeente=gemeente, user=user, actor=actor)


@tries(grant_role)
def first_role() -> Call:
    user, actor = UserFactory(), beheer()
    return lambda: grant_role(user=user, role=Role.LOKET, actor=actor)


@tries(withdraw_role)
def only_role() -> Call:
    user, actor = UserFactory(role="loket"), beheer()
    return lambda: withdraw_role(user=user, role=Role.LOKET, actor=actor)


@tries(set_up_roles)
def rights_of_the_roles() -> Call:
    return set_up_roles


@tries(reset_second_factor)
def lost_phone() -> Call:
    user, actor = logged_in(role="loket"), beheer()
    give_second_factor(user)
    return lambda: reset_second_factor(user=user, actor=actor)

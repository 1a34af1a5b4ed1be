"""What belongs to whom. A role that was withdrawn takes its memberships with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.rules import has_role, is_accountmanager, is_gemeente, is_kenniscentrum
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Gemeente, Organisation

PUBLIC = "public"
LOGGED_IN = "login"


def gemeenten_of(viewer: Viewer) -> QuerySet[Gemeente]:
    """The gemeenten that this person works for."""
    if not is_gemeente(viewer):
        return Gemeente.objects.none()
    return Gemeente.objects.filter(memberships__user=viewer.pk)


def managed_gemeenten(viewer: Viewer) -> QuerySet[Gemeente]:
    """The gemeenten that this person is the account manager of."""
    if not is_accountmanager(viewer):
        return Gemeente.objects.none()
    return Gemeente.objects.filter(account_management__user=viewer.pk)


def organisations_of(viewer: Viewer) -> QuerySet[Organisation]:
    """The knowledge centres that this person writes for."""
    if not is_kenniscentrum(viewer):
        return Organisation.objects.none()
    return Organisation.objects.filter(memberships__user=viewer.pk)


def alliance_of(viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations of the alliance that this person speaks for; one that ended is nobody's any more."""
    if not has_role(viewer, Role.ORGANISATIE):
        return Organisation.objects.none()
    return Organisation.objects.filter(memberships__user=viewer.pk, active_until=None)


def account_manager_of(gemeente: Gemeente) -> User | None:
    """The one contact of this gemeente, shown on all its pages and requests."""
    managers = users_with_role(Role.ACCOUNTMANAGER)
    return managers.filter(account_management__gemeente=gemeente).first()


def users_with_role(*roles: Role) -> QuerySet[User]:
    """Active people who hold at least one of these roles as a group (superusers are not added)."""
    return User.objects.filter(is_active=True, groups__name__in=roles).distinct()


def is_last_beheer(user: User) -> bool:
    """Whether nobody of beheer would be left without this account (superusers are not counted)."""
    return list(users_with_role(Role.BEHEER).values_list("pk", flat=True)[:2]) == [user.pk]


def members_of_gemeente(gemeente: Gemeente) -> QuerySet[User]:
    """Active people who work for this gemeente: who hears about its requests."""
    return users_with_role(Role.GEMEENTE).filter(gemeente_memberships__gemeente=gemeente)


def addresses_of(users: Iterable[int]) -> dict[int, set[str]]:
    """By the key of an account all its mail addresses, in small letters: the one it logs in with and others."""
    keys = list(users)
    found = {pk: {email.lower()} for pk, email in User.objects.filter(pk__in=keys).values_list("pk", "email")}
    for pk, email in EmailAddress.objects.filter(user__in=keys).values_list("user", "email"):
        found[pk].add(email.lower())
    return found


def audience_terms(viewer: Viewer) -> frozenset[str]:
    """The words one of which must stand on a document for this person to find it.

    `public`, `login` (anybody who is logged in), `role:<code>`, `gemeente:<id>` (works for it or manages it),
    `org:<id>`, `user:<id>` and `group:<id>` (Wagtail's page restrictions name groups).
    """
    if not isinstance(viewer, User) or not viewer.is_active:
        return frozenset({PUBLIC})
    terms = {PUBLIC, LOGGED_IN, f"user:{viewer.pk}"}
    terms |= {f"role:{role.value}" for role in viewer.roles}
    terms |= {f"group:{pk}" for pk in viewer.group_names}
    terms |= {f"gemeente:{pk}" for pk in gemeenten_of(viewer).values_list("pk", flat=True)}
    terms |= {f"gemeente:{pk}" for pk in managed_gemeenten(viewer).values_list("pk", flat=True)}
    terms |= {f"org:{pk}" for pk in organisations_of(viewer).values_list("pk", flat=True)}
    return frozenset(terms)


@dataclass(frozen=True)
class Contact:
    gemeente: Gemeente
    account_manager: User | None


def contacts_of(viewer: Viewer) -> list[Contact]:
    """For every gemeente that this person works for: who the account manager is."""
    return [Contact(gemeente, account_manager_of(gemeente)) for gemeente in gemeenten_of(viewer)]

"""The roles as Django groups. After every migrate they exist; what they may do is set by `set_up_roles`."""

from typing import Any

from django.contrib.auth.models import Group

from krachtwijken.accounts.roles import Role


def ensure_role_groups(**_signal: Any) -> None:
    """Repeatable. Every role has its group."""
    for role in Role:
        Group.objects.get_or_create(name=role.value)


def group_of(role: Role) -> Group:
    return Group.objects.get_or_create(name=role.value)[0]

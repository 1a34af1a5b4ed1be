"""Every change in who somebody is and what they may do is a line in the audit trail."""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.account.signals import user_logged_in as login_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_login_failed
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save

from krachtwijken.accounts.acting import current_actor
from krachtwijken.accounts.models import AccountManagement, GemeenteMembership, OrganisationMembership, User
from krachtwijken.core.audit import record

MEMBERSHIPS = (GemeenteMembership, OrganisationMembership, AccountManagement)


def note_login(user: User, **_signal: Any) -> None:
    record(actor=user, action="account.login", target=user)


def note_failed_login(credentials: dict[str, Any], **_signal: Any) -> None:
    """An address without an account has no row to tell about; the rate limit counts it all the same."""
    user = User.objects.filter(email=str(credentials.get("email", "")).lower()[:254]).first()
    if user is not None:
        record(actor=None, action="account.login_failed", target=user)


def note_failed_code(user: User, **_signal: Any) -> None:
    record(actor=None, action="account.code_failed", target=user)


def note_password_change(user: User, **_signal: Any) -> None:
    record(actor=user, action="account.password_changed", target=user)


def note_password_reset(user: User, **_signal: Any) -> None:
    record(actor=None, action="account.password_reset", target=user)


def note_second_factor(instance: Authenticator, created: bool = False, **signal: Any) -> None:
    removed = signal["signal"] is post_delete
    if created or removed:
        action = "account.second_factor_removed" if removed else "account.second_factor_added"
        record(actor=current_actor(), action=action, target=instance.user, data={"kind": str(instance.type)})


def note_groups(instance: User | Group, action: str, pk_set: set[int] | None, **_signal: Any) -> None:
    """Roles and centre sections are groups; Django tells about both sides of the relation and about clearing."""
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    if isinstance(instance, User):
        groups = instance.groups.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
        pairs = [(instance, sorted(groups.values_list("name", flat=True)))]
    else:
        users = instance.user_set.all() if pk_set is None else User.objects.filter(pk__in=pk_set)
        pairs = [(user, [instance.name]) for user in users]
    for user, names in pairs:
        _record_groups(user, names, given=action == "post_add")


def _record_groups(user: User, names: list[str], *, given: bool) -> None:
    if names:
        action = "account.role_granted" if given else "account.role_withdrawn"
        record(actor=current_actor(), action=action, target=user, data={"groups": names})


def note_membership(instance: Model, created: bool = False, **signal: Any) -> None:
    ended = signal["signal"] is post_delete
    state = "ended" if ended else "started" if created else "changed"
    assert isinstance(instance, MEMBERSHIPS)  # noqa: S101 - connected to these models only
    about = instance.organisation_id if isinstance(instance, OrganisationMembership) else instance.gemeente_id
    record(
        actor=current_actor(),
        action=f"account.{instance._meta.model_name}_{state}",
        target=instance.user,
        data={"about": about},
    )


def watch_accounts() -> None:
    """Repeatable: called once by AppConfig.ready()."""
    login_completed.connect(note_login, dispatch_uid="accounts.login")
    user_login_failed.connect(note_failed_login, dispatch_uid="accounts.login_failed")
    authentication_failed.connect(note_failed_code, dispatch_uid="accounts.code_failed")
    password_changed.connect(note_password_change, dispatch_uid="accounts.password_changed")
    password_reset.connect(note_password_reset, dispatch_uid="accounts.password_reset")
    m2m_changed.connect(note_groups, sender=User.groups.through, dispatch_uid="accounts.groups_trail")
    for signal in (post_save, post_delete):
        signal.connect(note_second_factor, sender=Authenticator)
        for model in MEMBERSHIPS:
            signal.connect(note_membership, sender=model)

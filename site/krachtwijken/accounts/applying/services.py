"""Ask for an account, confirm the address, give the account or decline. Each step checks the state under lock."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from krachtwijken.accounts.applying.domains import find_domain
from krachtwijken.accounts.applying.rules import DECIDED_WITHIN, may_decide_applications
from krachtwijken.accounts.applying.selectors import account_at, due_day
from krachtwijken.accounts.models import OPEN_APPLICATION, AccountApplication, ApplicationState, User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.accounts.services.accounts import invite
from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.accounts.services.roles import grant_role
from krachtwijken.core import audit
from krachtwijken.core.mail import queue_mail
from krachtwijken.core.models import Gemeente
from krachtwijken.core.tokens import new_token

LINK_HOLDS = timedelta(days=7)
# Who asks again sooner gets no second mail: nobody fills the box of somebody else.
MAILED_AGAIN_AFTER = timedelta(hours=1)


class ApplicationMovedError(ValueError):
    """Somebody else was first, or it is gone."""


class AccountThereError(ValueError):
    """Meanwhile there is an account with this address."""


def ask_for_account(
    *, email: str, name: str, title: str, why: str, gemeente: Gemeente | None, gemeente_name: str = ""
) -> None:
    """Repeatable, and says nothing: who has an account hears so by mail, who waits already is left waiting."""
    new = AccountApplication(
        email=email.strip().lower(), name=name, title=title, why=why, gemeente=gemeente,
        gemeente_name="" if gemeente is not None else gemeente_name, token=new_token(), asked_at=timezone.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            _ask(new)
    except IntegrityError:
        # Two at once: the other one stands.
        return


def _ask(new: AccountApplication) -> None:
    user = account_at(new.email)
    if user is not None:
        key = f"application-known:{user.pk}:{timezone.localdate():%Y%m%d}"
        queue_mail(to=new.email, template="mail/application_known.txt", context={}, key=key)
        return
    old = (
        AccountApplication.objects.select_for_update(of=("self",))
        .filter(email=new.email, state__in=OPEN_APPLICATION)
        .first()
    )
    if old is not None:
        if old.state == ApplicationState.WAITING or old.asked_at > new.asked_at - MAILED_AGAIN_AFTER:
            return
        # Unconfirmed: what was typed last holds, under a new link.
        old.delete()
    new.save()
    audit.record(actor=None, action="account.asked", target=new)
    queue_mail(
        to=new.email,
        template="mail/application_confirm.txt",
        context={
            "address": reverse("accounts:application_confirm", args=[new.token]),
            "until": new.asked_at + LINK_HOLDS,
        },
        key=f"application:{new.pk}:{new.token[:8]}",
    )


@transaction.atomic
def confirm_address(*, application: AccountApplication) -> None:
    """Repeatable. Of who holds the link: only now the loket reads it."""
    fresh = _lock(application)
    if fresh.state != ApplicationState.UNCONFIRMED:
        return
    if fresh.asked_at < timezone.now() - LINK_HOLDS:
        raise ApplicationMovedError("too late")
    fresh.state, fresh.confirmed_at = ApplicationState.WAITING, timezone.now()
    fresh.save(update_fields=["state", "confirmed_at"])
    audit.record(actor=None, action="account.address_confirmed", target=fresh)
    _tell_desk(fresh, "new")


@transaction.atomic
def give_account(
    *, application: AccountApplication, actor: User, gemeente: Gemeente | None, gemeente_name: str = ""
) -> User:
    """An account with the role gemeente, by the same invitation as one that beheer makes. Without `gemeente` one of this
    name is made: outside the programme a gemeente is not known yet."""
    fresh = _lock_for(application, actor)
    if account_at(fresh.email) is not None:
        raise AccountThereError
    place = gemeente or _make_gemeente(gemeente_name, actor)
    try:
        with transaction.atomic():
            user = User.objects.create_user(fresh.email, None, name=fresh.name)
    except IntegrityError as error:
        raise AccountThereError from error
    grant_role(user=user, role=Role.GEMEENTE, actor=actor)
    join_gemeente(user=user, gemeente=place, actor=actor)
    fresh.gemeente, fresh.gemeente_name = place, ""
    _decide(fresh, ApplicationState.GIVEN, actor)
    invite(user=user, actor=actor)
    return user


@transaction.atomic
def decline_application(*, application: AccountApplication, actor: User, reason: str) -> None:
    """Who asked reads the reason."""
    fresh = _lock_for(application, actor)
    fresh.reason = reason
    _decide(fresh, ApplicationState.DECLINED, actor)
    queue_mail(
        to=fresh.email,
        template="mail/application_declined.txt",
        context={"name": fresh.name, "reason": reason},
        key=f"application-no:{fresh.pk}",
    )


def remind_of_applications() -> int:
    """Repeatable. Once for each that waits longer than the norm."""
    today, told = timezone.localdate(), 0
    rows = AccountApplication.objects.filter(state=ApplicationState.WAITING, reminded_at=None)
    for pk in [row.pk for row in rows if due_day(row) < today]:
        told += remind_of_application(pk=pk)
    return told


@transaction.atomic
def remind_of_application(*, pk: int) -> bool:
    """Repeatable."""
    fresh = AccountApplication.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if fresh is None or fresh.state != ApplicationState.WAITING or fresh.reminded_at is not None:
        return False
    fresh.reminded_at = timezone.now()
    fresh.save(update_fields=["reminded_at"])
    _tell_desk(fresh, "late")
    return True


def _tell_desk(application: AccountApplication, what: str) -> None:
    people = list(users_with_role(Role.LOKET)) or list(users_with_role(Role.BEHEER))
    url = f"{settings.BASE_URL}{reverse('accounts:applications')}"
    for person in people:
        queue_mail(
            to=person.email,
            template="mail/application_desk.txt",
            context={"url": url, "is_late": what == "late", "within": DECIDED_WITHIN},
            key=f"application-{what}:{application.pk}:{person.pk}",
        )


def _decide(application: AccountApplication, state: ApplicationState, actor: User) -> None:
    found = find_domain(application.email, application.gemeente)
    application.state, application.decided_at, application.decided_by = state, timezone.now(), actor
    application.save(
        update_fields=["state", "decided_at", "decided_by", "reason", "gemeente", "gemeente_name"]
    )
    data = {"state": state.value, "gemeente": application.gemeente_id, "domain": found.fit.value}
    audit.record(actor=actor, action="account.application_decided", target=application, data=data)


def _make_gemeente(name: str, actor: User) -> Gemeente:
    gemeente, made = Gemeente.objects.get_or_create(name=name, defaults={"slug": _free_slug(name)})
    if made:
        audit.record(actor=actor, action="core.gemeente_added", target=gemeente)
    return gemeente


def _free_slug(name: str) -> str:
    slug = slugify(name)[:50] or "gemeente"
    taken = Gemeente.objects.filter(slug=slug).exists()
    return f"{slug}-{new_token()[:6].lower().strip('-_')}" if taken else slug


def _lock_for(application: AccountApplication, actor: User) -> AccountApplication:
    if not may_decide_applications(actor):
        raise PermissionDenied
    fresh = _lock(application)
    if fresh.state != ApplicationState.WAITING:
        raise ApplicationMovedError(fresh.state)
    return fresh


def _lock(application: AccountApplication) -> AccountApplication:
    rows = AccountApplication.objects.select_for_update(of=("self",)).filter(pk=application.pk)
    fresh = rows.first()
    if fresh is None:
        raise ApplicationMovedError("gone")
    return fresh

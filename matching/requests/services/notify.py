"""Mail about a request: its number, its state and a link, never what it says. A mail that nobody would read is told to
somebody who can do something about it."""

import structlog
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import account_manager_of, members_of_gemeente, users_with_role
from krachtwijken.core.mail import queue_mail
from matching.models import SupportRequest
from matching.requests.clock import terms_of
from matching.requests.enums import ClockKind
from matching.requests.kinds.registry import course_of

log = structlog.get_logger(__name__)


def tell_sender(request: SupportRequest, sender: User) -> None:
    what_next = course_of(request.kind).letters.received
    queue_about(sender.email, "mail/loket_received.txt", request, "received", what_next=what_next)


def tell_desk(request: SupportRequest) -> None:
    for colleague in find_desk():
        queue_about(colleague.email, "mail/loket_new.txt", request, f"new:{colleague.pk}")


def tell_gemeente(
    request: SupportRequest, key: str, *, template: str = "mail/loket_status.txt", **extra: str
) -> None:
    members = list(members_of_gemeente(request.gemeente))
    for member in members:
        queue_about(member.email, template, request, f"{key}:{member.pk}", **extra)
    if not members:
        tell_that_nobody_hears(request, key)


def tell_of_owner(request: SupportRequest, key: str) -> None:
    """Who has it in hand now, and by when the gemeente hears more: while a first answer is owed, and not too late already."""
    days = [day for clock, day in terms_of(request) if clock is ClockKind.ANSWER]
    coming = [day for day in days if day >= timezone.localdate()]
    due = date_format(coming[0], "j F Y") if coming else ""
    first_answer = course_of(request.kind).first_answer
    tell_gemeente(request, key, owner=str(request.owner), due=due, first_answer=first_answer)


def tell_account_manager(request: SupportRequest, what: str, key: str, *, actor: User | None) -> None:
    """Of the gemeente, when somebody is: that a request came in, is late or ended, for whoever calls there. Not of what he or
    she did."""
    manager = account_manager_of(request.gemeente)
    if manager is not None and (actor is None or actor.pk != manager.pk):
        queue_about(
            manager.email, "mail/loket_manager.txt", request, f"manager:{key}:{manager.pk}", what=what
        )


def find_desk() -> list[User]:
    """Who hears of what waits at the loket. With nobody there it is beheer, who can give somebody the role."""
    people = list(users_with_role(Role.LOKET)) or list(users_with_role(Role.BEHEER))
    if not people:
        log.error("mail_without_receiver", what="loket")
    return people


def tell_that_nobody_hears(request: SupportRequest, key: str) -> None:
    """The gemeente has no active account left: its account manager, and the loket, are told to call."""
    manager = account_manager_of(request.gemeente)
    people = {person.pk: person for person in [*([manager] if manager else []), *find_desk()]}
    for person in people.values():
        queue_about(person.email, "mail/loket_no_receiver.txt", request, f"{key}:nobody:{person.pk}")


def find_handlers(request: SupportRequest) -> list[User]:
    """Who of the loket hears of this request: its owner, or everybody there while it has none."""
    owner = request.handler
    return [owner] if owner is not None else find_desk()


def tell_handler(request: SupportRequest, template: str, key: str, **extra: str) -> None:
    for colleague in find_handlers(request):
        queue_about(colleague.email, template, request, f"{key}:{colleague.pk}", **extra)


def queue_about(to: str, template: str, request: SupportRequest, key: str, **extra: str) -> None:
    context = {
        "reference": request.reference,
        "status": request.get_status_display(),
        "gemeente": request.gemeente.name,
        "url": f"{settings.BASE_URL}{request.get_absolute_url()}",
        **extra,
    }
    queue_mail(to=to, template=template, context=context, key=f"loket:{request.reference}:{key}")

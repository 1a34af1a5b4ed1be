"""Mail about a request: its number, its state and a link, never what it says."""

from django.conf import settings

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import members_of_gemeente, users_with_role
from krachtwijken.core.mail import queue_mail
from matching.models import SupportRequest


def tell_sender(request: SupportRequest, sender: User) -> None:
    _mail(sender.email, "mail/loket_received.txt", request, "received")


def tell_desk(request: SupportRequest) -> None:
    for colleague in users_with_role(Role.LOKET):
        _mail(colleague.email, "mail/loket_new.txt", request, f"new:{colleague.pk}")


def tell_gemeente(request: SupportRequest, key: str, **extra: str) -> None:
    for member in members_of_gemeente(request.gemeente):
        _mail(member.email, "mail/loket_status.txt", request, f"{key}:{member.pk}", **extra)


def _mail(to: str, template: str, request: SupportRequest, key: str, **extra: str) -> None:
    context = {
        "reference": request.reference,
        "status": request.get_status_display(),
        "gemeente": request.gemeente.name,
        "url": f"{settings.BASE_URL}{request.get_absolute_url()}",
        **extra,
    }
    queue_mail(to=to, template=template, context=context, key=f"loket:{request.reference}:{key}")

"""Mail about a coupling: that it is there, and that somebody comes."""

from django.conf import settings
from django.urls import reverse

from krachtwijken.accounts.selectors import members_of_gemeente
from krachtwijken.core.mail import queue_mail
from matching.models import Coupling
from matching.requests.services.notify import find_handlers


def tell_gemeente_of_coupling(coupling: Coupling, template: str, key: str) -> None:
    """`template` is a name in `mail/`. Nobody is told while the gemeente has no account: the register is public."""
    context = {
        "wijk": coupling.wijk.name,
        "url": f"{settings.BASE_URL}{coupling.get_absolute_url()}",
    }
    for member in members_of_gemeente(coupling.wijk.gemeente):
        queue_mail(
            to=member.email, template=f"mail/{template}.txt", context=context,
            key=f"coupling:{coupling.pk}:{key}:{member.pk}",
        )  # fmt: skip


def tell_that_coupling_ended(coupling: Coupling, what: str, why: str) -> None:
    """The gemeente, who was tied to the wijk by an invitation, and the loket."""
    profile = coupling.mission.invitation.profile if coupling.mission else None
    person = profile.user if profile is not None else None
    people = [
        *members_of_gemeente(coupling.wijk.gemeente),
        *([person] if person is not None and person.is_active else []),
        *(find_handlers(coupling.request) if coupling.request else []),
    ]
    context = {
        "wijk": coupling.wijk.name, "what": what, "why": why,
        # That of the coupling itself may be gone.
        "url": f"{settings.BASE_URL}{reverse('matching:couplings')}",
    }  # fmt: skip
    for one in people:
        queue_mail(
            to=one.email, template="mail/coupling_ended.txt", context=context,
            key=f"coupling:{coupling.pk}:ended:{one.pk}",
        )  # fmt: skip

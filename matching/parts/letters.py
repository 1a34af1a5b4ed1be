"""Mail about parts: number, term and link; never what is asked or answered."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from krachtwijken.accounts.models import User
from krachtwijken.core.mail import queue_mail
from matching.parts.models import PartQuestion
from matching.parts.selectors import members_of_organisation
from matching.requests.services.notify import find_handlers


def tell_asked(part: PartQuestion, what: str, *, key: str) -> None:
    """Whoever is to answer. `what` is a name in `mail/`."""
    for person in _people(part):
        context = {
            "reference": part.request.reference,
            "gemeente": part.request.gemeente.name,
            "answer_by": part.answer_by,
            "url": f"{settings.BASE_URL}{part.get_absolute_url()}",
        }
        queue_mail(
            to=person.email, template=f"mail/{what}.txt", context=context,
            key=f"part:{part.pk}:{key}:{person.pk}",
        )  # fmt: skip


def tell_desk_of_part(part: PartQuestion, *, key: str) -> None:
    """What changed, by its state."""
    _tell_desk(part, "part_desk", key)


def tell_desk_of_correction(part: PartQuestion, *, key: str) -> None:
    _tell_desk(part, "part_corrected", key)


def _tell_desk(part: PartQuestion, what: str, key: str) -> None:
    request = part.request
    context = {
        "reference": request.reference,
        "state": part.get_state_display(),
        "whom": part.whom,
        "url": f"{settings.BASE_URL}{reverse('matching:parts', args=[request.reference])}",
    }
    for colleague in find_handlers(request):
        queue_mail(
            to=colleague.email, template=f"mail/{what}.txt", context=context,
            key=f"part:{part.pk}:{key}:desk:{colleague.pk}",
        )  # fmt: skip


def _people(part: PartQuestion) -> Iterable[User]:
    if part.organisation is not None:
        return members_of_organisation(part.organisation)
    user = part.profile.user if part.profile is not None else None
    return [user] if user is not None and user.is_active else []

"""Mail about what is said aside: that there is a message, and where; never what it says."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_staff_role
from krachtwijken.core.mail import queue_mail
from krachtwijken.core.tokens import new_token
from matching.asides.models import About, AsideLink, AsideMessage, aside_address, kind_of_aside
from matching.asides.rules import helpers_of
from matching.conversation.models import digest_of
from matching.conversation.services.messages import LINK_VALID
from matching.requests.services.notify import find_handlers


def tell_helpers(message: AsideMessage, about: About) -> None:
    """Each with a link of the own, but who works for the programme too: such an account owes a second factor."""
    for person in helpers_of(about):
        link = {} if is_staff_role(person) else {"thread_url": _make_aside_link(message, person)}
        _queue_aside(message, about, person, "aside_helper", for_desk=False, **link)


def tell_desk_of_aside(message: AsideMessage, about: About) -> None:
    for colleague in find_handlers(about.request):
        _queue_aside(message, about, colleague, "aside_desk", for_desk=True)


def _queue_aside(
    message: AsideMessage, about: About, to: User, template: str, *, for_desk: bool, **extra: str
) -> None:
    """The key begins with what it is about: answers to it, and what is not delivered, find their way back by that."""
    context = {
        "reference": about.request.reference,
        "gemeente": about.request.gemeente.name,
        "url": f"{settings.BASE_URL}{aside_address(about, for_desk=for_desk)}",
        **extra,
    }
    key = f"{kind_of_aside(about)}:{about.pk}:aside:{message.pk}:{to.pk}"
    queue_mail(to=to.email, template=f"mail/{template}.txt", context=context, key=key)


def _make_aside_link(message: AsideMessage, person: User) -> str:
    token = new_token()
    AsideLink.objects.create(
        aside=message.aside, user=person, digest=digest_of(token), expires_at=timezone.now() + LINK_VALID
    )
    return f"{settings.BASE_URL}{reverse('matching:aside_link', args=[token])}"

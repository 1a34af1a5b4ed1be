"""Mail about a joint session: when it is and where to read on. Where and about what it is, the page tells: a mail is passed
on."""

from django.conf import settings
from django.urls import reverse

from matching.joint.models import JointQuestion
from matching.joint.selectors import when_in_words
from matching.models import SupportRequest
from matching.requests.services.notify import tell_gemeente


def tell_of_session(
    request: SupportRequest, joint: JointQuestion, key: str, *, template: str, **extra: str
) -> None:
    """Of one with a day."""
    tell_gemeente(
        request, key, template=f"mail/{template}.txt", when=when_in_words(joint),
        session_url=session_url_of(request), calendar_url=f"{settings.BASE_URL}{calendar_path_of(request)}", **extra,
    )  # fmt: skip


def session_url_of(request: SupportRequest) -> str:
    return f"{settings.BASE_URL}{reverse('matching:joint_session', args=[request.reference])}"


def calendar_path_of(request: SupportRequest) -> str:
    return reverse("matching:joint_calendar", args=[request.reference])

"""Mail about invitations and missions: number, state, day and link; never what a request or an answer says."""

from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse

from krachtwijken.accounts.models import User
from krachtwijken.accounts.selectors import members_of_gemeente
from krachtwijken.core.mail import queue_mail
from matching.engagements.enums import LapseReason, StopCode, StoppedBy
from matching.engagements.models import Invitation, Mission
from matching.models import SupportRequest
from matching.requests.services.notify import find_handlers


def tell_expert(invitation: Invitation, template: str, key: str) -> None:
    """`template` is a name in `mail/`. Nobody is told who has no account, or one that was closed."""
    profile = invitation.profile
    if profile is None or profile.user is None or not profile.user.is_active:
        return
    context = {
        "reference": invitation.request.reference,
        "gemeente": invitation.request.gemeente.name,
        "state": invitation.get_state_display(),
        "answer_by": invitation.answer_by,
        "start": invitation.start,
        "link": link_of(invitation),
        "url": f"{settings.BASE_URL}{invitation.get_absolute_url()}",
    }
    _queue(profile.user, template, context, f"invitation:{invitation.pk}:{key}")


def tell_desk_of_answer(invitation: Invitation) -> None:
    context = {
        "reference": invitation.request.reference,
        "state": invitation.get_state_display(),
        "url": desk_address(invitation.request),
    }
    for colleague in find_handlers(invitation.request):
        key = f"invitation:{invitation.pk}:{invitation.state}:desk:{colleague.pk}"
        _queue(colleague, "invitation_answered", context, key)


def tell_desk_of_lapse(invitation: Invitation, why: LapseReason) -> None:
    """Nobody answered, and nobody will: why not."""
    context = {
        "reference": invitation.request.reference,
        "why": why.label,
        "url": desk_address(invitation.request),
    }
    for colleague in find_handlers(invitation.request):
        key = f"invitation:{invitation.pk}:{invitation.state}:desk:{colleague.pk}"
        _queue(colleague, "invitation_lapsed", context, key)


def tell_desk_of_closed_helper(mission: Mission) -> None:
    """Who helps cannot log in any more; what becomes of the mission somebody at the loket decides."""
    request = mission.invitation.request
    page = reverse("matching:desk_invitation", args=[mission.invitation_id])
    context = {
        "reference": request.reference,
        "gemeente": request.gemeente.name,
        "state": mission.get_state_display(),
        "url": f"{settings.BASE_URL}{page}",
    }
    for colleague in find_handlers(request):
        _queue(
            colleague, "mission_helper_closed", context, f"mission:{mission.pk}:closed:desk:{colleague.pk}"
        )


def tell_gemeente_of_mission(mission: Mission) -> None:
    """That somebody comes; who it is stands on the page."""
    request = mission.invitation.request
    context = {
        "reference": request.reference,
        "start": mission.start,
        "url": f"{settings.BASE_URL}{request.get_absolute_url()}",
    }
    for member in members_of_gemeente(request.gemeente):
        _queue(member, "mission_gemeente", context, f"mission:{mission.pk}:gemeente:{member.pk}")


def tell_gemeente_of_stop(mission: Mission) -> None:
    """That the help ends before its time, and who decided; why is between the loket and who helped."""
    request = mission.invitation.request
    context = {
        "reference": request.reference,
        "by_helper": mission.stopped_by == StoppedBy.HELPER,
        "url": f"{settings.BASE_URL}{request.get_absolute_url()}",
    }
    for member in members_of_gemeente(request.gemeente):
        _queue(member, "mission_stopped", context, f"mission:{mission.pk}:stopped:gemeente:{member.pk}")


def tell_desk_of_leaving(mission: Mission) -> None:
    """Who helps stops, with the reason of the list; the words stand on the page."""
    request = mission.invitation.request
    page = reverse("matching:desk_invitation", args=[mission.invitation_id])
    context = {
        "reference": request.reference,
        "gemeente": request.gemeente.name,
        "why": StopCode(mission.stop_code).label,
        "url": f"{settings.BASE_URL}{page}",
    }
    for colleague in find_handlers(request):
        _queue(colleague, "mission_left", context, f"mission:{mission.pk}:left:desk:{colleague.pk}")


def tell_of_mission(mission: Mission, *, actor: User | None, key: str) -> None:
    """Whoever did not do it hears of it: the loket of what the expert did, the expert of what the loket did, both of what
    nobody did. `key` is of this step."""
    request, profile = mission.invitation.request, mission.invitation.profile
    expert = profile.user if profile is not None else None
    done_by, key = actor.pk if actor is not None else None, f"mission:{mission.pk}:{key}"
    context = {"reference": request.reference, "state": mission.get_state_display()}
    is_own = expert is not None and expert.pk == done_by
    if expert is None or is_own or actor is None:
        for colleague in find_handlers(request):
            if colleague.pk != done_by:
                to_desk = {**context, "url": desk_address(request)}
                _queue(colleague, "mission_state", to_desk, f"{key}:desk:{colleague.pk}")
    if expert is not None and expert.is_active and not is_own:
        url = f"{settings.BASE_URL}{mission.get_absolute_url()}"
        _queue(expert, "mission_state", {**context, "url": url}, f"{key}:expert")


def link_of(invitation: Invitation) -> str:
    """The address that works without login."""
    return f"{settings.BASE_URL}{reverse('matching:invitation_link', args=[invitation.token])}"


def desk_address(request: SupportRequest) -> str:
    return f"{settings.BASE_URL}{reverse('matching:request_detail', args=[request.reference])}"


def _queue(to: User, template: str, context: Mapping[str, object], key: str) -> None:
    queue_mail(to=to.email, template=f"mail/{template}.txt", context=dict(context), key=key)

"""The loket invites somebody for a request, and takes that back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from expertpool.models import ExpertProfile
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from matching.engagements.forms import InviteForm
from matching.engagements.load import load_of
from matching.engagements.rules import find_refusals, may_invite
from matching.engagements.selectors import (
    count_people_of,
    desk_invitations,
    earlier_invitations,
    profile_to_invite,
)
from matching.engagements.services.inviting import (
    AwayOnStartError,
    InvitationRefusedError,
    NoRoomError,
    invite_expert,
    withdraw_invitation,
)
from matching.engagements.track import track_record_of
from matching.engagements.travel import travel_of_people
from matching.models import SupportRequest
from matching.requests.kinds.registry import norm_of
from matching.requests.selectors import work_list
from matching.requests.workflow import WrongStepError


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_invite)
def invite_page(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    shown = get_object_or_404(work_list(request.user), reference=reference)
    profile = profile_to_invite(user_of(request), slug)
    if profile is None:
        raise Http404
    load = load_of(profile)
    form = InviteForm(unsent.data(request), request=shown, profile=profile, is_full=load.is_full)
    earlier = list(earlier_invitations(shown, profile))
    if request.method == "POST" and form.is_valid() and _invite(request, shown, profile, form):
        if any(row.is_open for row in earlier):
            messages.info(request, "Deze persoon was al uitgenodigd. Er gaat geen tweede mail uit.")
        else:
            messages.success(request, _told(profile))
        return redirect(f"{reverse('matching:request_detail', args=[reference])}#uitnodigingen")
    context = {
        "request_": shown, "profile": profile, "load": load, "track": track_record_of(profile.pk), "form": form,
        "travel": travel_of_people([profile.pk], shown.gemeente).get(profile.pk),
        "earlier": earlier, "most_people": norm_of(shown.kind).people, "people": count_people_of(shown),
        "refusals": find_refusals(request=shown, profile=profile, today=timezone.localdate()),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "matching/engagements/invite.html", context, status=status)


def _told(profile: ExpertProfile) -> str:
    if profile.user_id is None:
        return "De uitnodiging staat klaar. Deze persoon heeft geen account: geef de link zelf door."
    return "De uitnodiging is verstuurd. De persoon krijgt een mail met een link om te antwoorden."


def _invite(request: HttpRequest, shown: SupportRequest, profile: ExpertProfile, form: InviteForm) -> bool:
    data: dict[str, Any] = form.cleaned_data
    try:
        invite_expert(request=shown, profile=profile, actor=user_of(request), **data)
    except NoRoomError as error:
        form.show_overrule()
        form.add_error("overrule", error.messages)
    except AwayOnStartError as error:
        form.add_error("start", error.messages)
    except InvitationRefusedError as error:
        form.add_error(None, error.messages)
    else:
        return True
    return False


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_invite)
def withdraw_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first; without a script too."""
    invitation = get_object_or_404(desk_invitations(request.user), pk=pk)
    back = reverse("matching:request_detail", args=[invitation.request.reference])
    if request.method != "POST":
        if not invitation.is_open:
            return redirect(back)
        context = {"invitation": invitation, "back": back}
        return render(request, "matching/engagements/withdraw.html", context)
    try:
        withdraw_invitation(invitation=invitation, actor=user_of(request))
        messages.success(request, "De uitnodiging is ingetrokken.")
    except WrongStepError as error:
        messages.error(request, str(error))
    return redirect(f"{back}#uitnodigingen")

"""What the services of what is said aside are tried with."""

from datetime import timedelta

from django.test import override_settings
from django.utils import timezone

from matching.asides.models import AsideLink
from matching.asides.services.forgetting import forget_asides, forget_asides_with
from matching.asides.services.writing import mark_aside_read, post_aside
from matching.mail_in.models import IncomingMail, ReplyAddress
from matching.mail_in.services.deciding import place_mail
from matching.mail_in.services.receiving import receive_mail
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from tests.factories.engagements import expert_of, make_invitation
from tests.factories.parts import make_member, make_part
from tests.failing.of_requests import LONG_AGO
from tests.failing.registry import Call, tries
from tests.matching.mail_in.mails_made import INBOUND, KEY, make_mail, make_waiting


@tries(post_aside)
def first_word_to_an_expert() -> Call:
    invitation = make_invitation()
    desk = invitation.request.owner
    return lambda: post_aside(about=invitation, actor=desk, text="Past donderdag?", token="een")


@tries(post_aside)
def answer_of_a_centre() -> Call:
    member = make_member()
    part = make_part()
    post_aside(about=part, actor=part.request.owner, text="Hebt u cijfers?", token="een")
    return lambda: post_aside(about=part, actor=member, text="Ja, van vorig jaar.", token="twee")


@tries(mark_aside_read)
def unread_word_of_an_expert() -> Call:
    invitation = make_invitation()
    message = post_aside(about=invitation, actor=expert_of(invitation), text="Mag ik bellen?", token="een")
    desk = invitation.request.owner
    return lambda: mark_aside_read(about=invitation, actor=desk, last=message.pk)


@tries(receive_mail)
def mail_of_an_expert() -> Call:
    invitation = make_invitation()
    expert = expert_of(invitation)
    ReplyAddress.objects.create(request=invitation.request, invitation=invitation, user=expert, key=KEY)
    local, _, host = INBOUND.partition("@")
    raw = make_mail(sender=expert.email, to=f"{local}+{KEY}@{host}", text="Vrijdag kan wel.")

    def receive() -> object:
        with override_settings(INBOUND_ADDRESS=INBOUND):
            return receive_mail(raw=raw)

    return receive


@tries(place_mail)
def waiting_mail_of_a_centre() -> Call:
    make_member()
    part = make_part()
    mail = make_waiting()
    IncomingMail.objects.filter(pk=mail.pk).update(request=part.request, part=part)
    desk = part.request.owner
    return lambda: place_mail(
        mail=mail, actor=desk, request=part.request, text="Zij zeggen ja.", is_internal=False, is_aside=True
    )


@tries(forget_asides)
def old_aside() -> Call:
    invitation = make_invitation()
    post_aside(about=invitation, actor=invitation.request.owner, text="Hallo", token="een")
    other = make_invitation()
    post_aside(about=other, actor=other.request.owner, text="Hallo", token="een")
    SupportRequest.objects.filter(pk=invitation.request_id).update(
        status=RequestStatus.AFGEROND, status_since=timezone.now() - LONG_AGO
    )
    AsideLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    return forget_asides


@tries(forget_asides_with)
def aside_of_somebody_who_goes() -> Call:
    invitation = make_invitation()
    profile = invitation.profile
    assert profile is not None
    post_aside(about=invitation, actor=invitation.request.owner, text="Hallo", token="een")
    return lambda: forget_asides_with(profile)

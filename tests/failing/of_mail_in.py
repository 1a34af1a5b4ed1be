"""What the services of mail that comes in are tried with."""

from django.test import override_settings
from django.utils import timezone

from matching.mail_in.enums import MailState, RemovalReason
from matching.mail_in.models import Bounce, IncomingMail, SeenMail
from matching.mail_in.services.deciding import answer_mail, place_mail, remove_mail
from matching.mail_in.services.fetching import mark_fetch
from matching.mail_in.services.forgetting import forget_mails, forget_seen_mails
from matching.mail_in.services.receiving import receive_mail
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_request
from tests.failing.of_requests import LONG_AGO
from tests.failing.registry import Call, tries
from tests.matching.mail_in.mails_made import INBOUND, mail_of_member, mail_of_stranger, make_waiting


@tries(receive_mail)
def mail_into_the_thread() -> Call:
    raw = mail_of_member()

    def receive() -> object:
        with override_settings(INBOUND_ADDRESS=INBOUND):
            return receive_mail(raw=raw)

    return receive


@tries(receive_mail)
def mail_before_a_person() -> Call:
    raw = mail_of_stranger()
    return lambda: receive_mail(raw=raw)


@tries(place_mail)
def waiting_mail() -> Call:
    mail, desk, request = make_waiting(), UserFactory(role="loket"), make_request()
    return lambda: place_mail(mail=mail, actor=desk, request=request, text="Hallo", is_internal=False)


@tries(answer_mail)
def waiting_mail_with_a_sender() -> Call:
    mail, desk = make_waiting(), UserFactory(role="loket")
    return lambda: answer_mail(mail=mail, actor=desk, text="Ja, dat mag.")


@tries(remove_mail)
def waiting_mail_of_no_use() -> Call:
    mail, desk = make_waiting(), UserFactory(role="loket")
    return lambda: remove_mail(mail=mail, actor=desk, reason=RemovalReason.SPAM)


@tries(mark_fetch)
def box_that_answered() -> Call:
    return lambda: mark_fetch(worked=True)


@tries(forget_mails)
def old_mails() -> Call:
    old = timezone.now() - LONG_AGO
    for state in (MailState.WAITING, MailState.REMOVED, MailState.THREAD):
        handled = None if state == MailState.WAITING else old
        IncomingMail.objects.create(state=state, received_at=old, handled_at=handled, whole="Oud")
    return forget_mails


@tries(forget_seen_mails)
def old_marks() -> Call:
    old = timezone.now() - LONG_AGO
    SeenMail.objects.create(digest="a" * 64, sender_digest="b" * 64, fate="dropped", at=old)
    Bounce.objects.create(mail_key="oud", recipient="iemand@example.org", at=old)
    return forget_seen_mails

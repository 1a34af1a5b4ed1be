"""Mail that leaves carries the address for its answer."""

from collections.abc import Callable
from email.utils import parseaddr
from typing import Any

import pytest
from django.core import mail as sent_mail

from krachtwijken.core.mail import queue_text
from krachtwijken.core.outbox.models import MailMessage
from matching.conversation.services.messages import post_message
from matching.mail_in.addresses import is_own_address, keys_in, mail_of_bounce_key
from matching.mail_in.models import ReplyAddress
from matching.mail_in.services.receiving import receive_mail
from matching.models import Message
from tests.factories.dossiers import taken_by
from tests.factories.engagements import make_invitation
from tests.factories.requests import make_asker, make_request
from tests.matching.mail_in.mails_made import INBOUND, make_mail

pytestmark = pytest.mark.usefixtures("reference")


def said_to(asker: Any, run_outbox: Callable[[], int]) -> Any:
    """What that person got of a message of the loket."""
    request = make_request(asker)
    desk = taken_by(request)
    run_outbox()
    sent_mail.outbox.clear()
    post_message(request=request, actor=desk, text="Komt u donderdag?", token="een")
    run_outbox()
    return next(mail for mail in sent_mail.outbox if mail.to == [asker.email])


def test_without_an_address_mail_leaves_as_before(run_outbox: Callable[[], int], settings: Any) -> None:
    settings.INBOUND_ADDRESS = ""
    mail = said_to(make_asker(), run_outbox)
    assert mail.from_email == settings.DEFAULT_FROM_EMAIL
    assert "Reply-To" not in mail.extra_headers
    assert not ReplyAddress.objects.exists()


def test_answer_to_a_mail_comes_into_the_thread(run_outbox: Callable[[], int], settings: Any) -> None:
    settings.INBOUND_ADDRESS = INBOUND
    asker = make_asker()
    mail = said_to(asker, run_outbox)
    headers = mail.message()
    assert headers["From"] == settings.DEFAULT_FROM_EMAIL
    assert str(headers["References"]) == str(headers["In-Reply-To"])
    answer_to = parseaddr(str(headers["Reply-To"]))[1]
    raw = make_mail(sender=asker.email.upper(), to=answer_to, text="Ja, om tien uur.", subject="Re: x")
    assert receive_mail(raw=raw) == "thread"
    assert Message.objects.latest("pk").text == "Ja, om tien uur."
    assert receive_mail(raw=raw) == "dropped"
    assert Message.objects.count() == 2


def test_each_person_has_one_address_for_a_request(run_outbox: Callable[[], int], settings: Any) -> None:
    settings.INBOUND_ADDRESS = INBOUND
    asker = make_asker()
    first = said_to(asker, run_outbox)
    request = ReplyAddress.objects.filter(user=asker).latest("pk").request
    post_message(request=request, actor=request.owner, text="En vrijdag?", token="twee")
    run_outbox()
    second = sent_mail.outbox[-1]
    assert second.extra_headers["Reply-To"] == first.extra_headers["Reply-To"]
    assert ReplyAddress.objects.filter(user=asker, request=request).count() == 1


def test_mail_comes_back_to_an_address_that_names_it(run_outbox: Callable[[], int], settings: Any) -> None:
    settings.INBOUND_ADDRESS = INBOUND
    asker = make_asker()
    mail = said_to(asker, run_outbox)
    (key,) = keys_in((mail.from_email,))
    found = mail_of_bounce_key(key)
    assert found is not None
    assert found.to == asker.email
    assert mail_of_bounce_key(f"{key[:-1]}0") is None or key.endswith("0")
    assert mail_of_bounce_key(f"terug-{MailMessage.objects.count() + 50}-{key[-16:]}") is None


def test_invitation_has_an_address_of_its_own(run_outbox: Callable[[], int], settings: Any) -> None:
    settings.INBOUND_ADDRESS = INBOUND
    invitation = make_invitation()
    run_outbox()
    address = ReplyAddress.objects.get(invitation=invitation)
    assert address.user == invitation.profile.user


def test_other_mail_carries_no_key(run_outbox: Callable[[], int], settings: Any) -> None:
    settings.INBOUND_ADDRESS = INBOUND
    queue_text(to="iemand@example.org", subject="Wachtwoord", body="Klik.", key="anders:1")
    run_outbox()
    assert "Reply-To" not in sent_mail.outbox[-1].extra_headers


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("Loket@Post.example", True),
        ("loket+x@post.example", True),
        ("anders@post.example", False),
        ("", False),
    ],
)
def test_own_address_is_known(address: str, own: bool, settings: Any) -> None:
    settings.INBOUND_ADDRESS = INBOUND
    assert is_own_address(address) is own

"""An answer by mail of who helps comes into its own thread, and anything doubtful before a person."""

from collections.abc import Callable
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as sent_mail
from django.test import Client
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.roles import grant_role
from matching.asides.enums import AsideSide
from matching.asides.models import About, AsideMessage, aside_address
from matching.engagements.services.inviting import withdraw_invitation
from matching.mail_in.enums import Doubt, MailState
from matching.mail_in.models import IncomingFile, IncomingMail, ReplyAddress
from matching.mail_in.services.deciding import place_mail
from matching.mail_in.services.forgetting import forget_mails
from matching.mail_in.services.receiving import receive_mail
from matching.models import Message, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.asides import WITH_A_PERSON, desk_of, make_about, say_aside
from tests.factories.engagements import expert_of, make_invitation, make_taken_request
from tests.factories.parts import make_member, make_part
from tests.matching.mail_in.mails_made import INBOUND, make_mail
from tests.matching.mail_in.test_post import PDF

pytestmark = pytest.mark.usefixtures("site_tree")
each_kind = pytest.mark.parametrize("kind", WITH_A_PERSON)


@pytest.fixture(autouse=True)
def receiving(settings: Any, tmp_path: Path) -> None:
    settings.INBOUND_ADDRESS, settings.MEDIA_ROOT = INBOUND, tmp_path / "media"


@pytest.fixture
def address_for(run_outbox: Callable[[], int]) -> Callable[[About, User], str]:
    """Where this person answers a message of the loket."""

    def find(about: About, person: User) -> str:
        say_aside(about, desk_of(about), "Komt u donderdag?")
        sent_mail.outbox.clear()
        run_outbox()
        sent = [mail for mail in sent_mail.outbox if mail.to == [person.email]]
        return parseaddr(str(sent[-1].message()["Reply-To"]))[1]

    return find


@each_kind
def test_answer_to_a_mail_comes_into_that_thread_and_no_other(
    kind: str, address_for: Callable[[About, User], str], run_outbox: Callable[[], int]
) -> None:
    about, desk, helper = make_about(kind)
    raw = make_mail(
        sender=helper.email.upper(), to=address_for(about, helper), text="Ja, om tien uur.", pdf=PDF
    )
    assert receive_mail(raw=raw) == "thread"
    message = AsideMessage.objects.get(side=AsideSide.HELPER)
    assert (message.text, message.author, message.aside.about) == ("Ja, om tien uur.", helper, about)
    assert not Message.objects.exists()
    sent_mail.outbox.clear()
    run_outbox()
    assert [mail.to for mail in sent_mail.outbox] == [[desk.email]]
    assert receive_mail(raw=raw) == "dropped"
    assert AsideMessage.objects.count() == 2


def test_answer_to_the_invitation_itself_comes_into_its_thread(run_outbox: Callable[[], int]) -> None:
    invitation = make_invitation()
    run_outbox()
    (sent,) = [mail for mail in sent_mail.outbox if mail.to == [expert_of(invitation).email]]
    to = parseaddr(str(sent.message()["Reply-To"]))[1]
    assert (
        receive_mail(raw=make_mail(sender=expert_of(invitation).email, to=to, text="Mag februari?"))
        == "thread"
    )
    invitation.refresh_from_db()
    assert invitation.is_open, "a mail answers no invitation"


def test_two_parts_of_one_person_have_a_key_each(address_for: Callable[[About, User], str]) -> None:
    one, _, member = make_about("part")
    other = make_part(one.request, whom=one.profile, token="twee")
    assert address_for(one, member) != address_for(other, member)
    assert ReplyAddress.objects.filter(user=member).exclude(part=None).count() == 2


def test_files_are_given_to_the_two_sides_only(
    address_for: Callable[[About, User], str], as_role: Callable[..., Client]
) -> None:
    about, desk, member = make_about("part")
    raw = make_mail(sender=member.email, to=address_for(about, member), pdf=PDF)
    assert receive_mail(raw=raw) == "thread"
    file = IncomingFile.objects.get()
    address = f"/loket/post/{file.mail_id}/bijlage/{file.pk}/"
    for person, for_desk in ((desk, True), (member, False)):
        client = Client()
        client.force_login(person)
        assert b"".join(client.get(address).streaming_content) == PDF
        assert address in client.get(aside_address(about, for_desk=for_desk)).content.decode()
    asker = Client()
    asker.force_login(User.objects.get(gemeente_memberships__gemeente=about.request.gemeente))
    for other in (asker, as_role("expert"), as_role("kenniscentrum"), as_role("accountmanager")):
        assert other.get(address).status_code == 404


def stranger(about: About, helper: User) -> str:
    return str(UserFactory(role="expert").email)


def colleague(about: About, helper: User) -> str:
    return str(make_member().email)


def over(about: About, helper: User) -> str:
    withdraw_invitation(invitation=about, actor=desk_of(about))
    return str(helper.email)


def closed(about: About, helper: User) -> str:
    SupportRequest.objects.update(status=RequestStatus.AFGEROND)
    return str(helper.email)


def gone(about: About, helper: User) -> str:
    type(about).objects.update(profile=None)
    return str(helper.email)


def nothing(about: About, helper: User) -> str:
    return str(helper.email)


def staff(about: About, helper: User) -> str:
    grant_role(user=helper, role=Role.REDACTIE, actor=None)
    return str(helper.email)


def test_mail_of_an_editor_that_waits_is_seen_on_the_list_and_the_pages_of_the_request(
    address_for: Callable[[About, User], str], as_role: Callable[..., Client]
) -> None:
    """It does not answer the part by itself: whoever looks at the part sees that it is there."""
    about, _, helper = make_about("centre")
    receive_mail(raw=make_mail(sender=str(helper.email), to=address_for(about, helper), text="Ons antwoord."))
    mail, desk = IncomingMail.objects.get(), as_role("loket")
    listed = desk.get("/loket/werkvoorraad/").content.decode()
    assert "Er ligt een mail bij Post" in listed
    assert "Post (1 mail wacht)" in listed
    assert mail.get_absolute_url() in desk.get("/loket/post/").content.decode()
    for page in ("", "deelvragen/"):
        shown = desk.get(f"/loket/werkvoorraad/{about.request.reference}/{page}").content.decode()
        assert mail.get_absolute_url() in shown
        assert Doubt.STAFF.label in shown


@pytest.mark.parametrize(
    ("kind", "change", "doubt"),
    [
        ("invitation", stranger, Doubt.OTHER_SENDER),
        ("part", colleague, Doubt.OTHER_SENDER),
        ("invitation", over, Doubt.OVER),
        ("invitation", closed, Doubt.CLOSED),
        ("part", closed, Doubt.CLOSED),
        ("invitation", gone, Doubt.OVER),
        ("part", gone, Doubt.OVER),
        ("invitation", staff, Doubt.STAFF),
        ("centre", nothing, Doubt.STAFF),
    ],
)
def test_doubtful_mail_waits_and_opens_nothing(
    kind: str, change: Callable[[About, User], str], doubt: Doubt,
    address_for: Callable[[About, User], str], as_role: Callable[..., Client],
) -> None:  # fmt: skip
    about, _, helper = make_about(kind)
    to = address_for(about, helper)
    sender = change(about, helper)
    before = list(SupportRequest.objects.values_list("status"))
    assert receive_mail(raw=make_mail(sender=sender, to=to, text="Ja hoor.")) == "person"
    mail = IncomingMail.objects.get()
    assert (mail.doubt, mail.request, mail.aside_message) == (doubt, about.request, None)
    assert AsideMessage.objects.count() == 1
    assert list(SupportRequest.objects.values_list("status")) == before
    place = as_role("loket").get(mail.get_absolute_url()).context["place"]
    assert place["is_aside"].initial is True, "the gemeente is not told by accident"


def test_mail_about_a_resident_waits_apart(address_for: Callable[[About, User], str]) -> None:
    about, _, helper = make_about("invitation")
    raw = make_mail(
        sender=helper.email, to=address_for(about, helper), text="Mevrouw Jansen heeft BSN 111222333."
    )
    assert receive_mail(raw=raw) == "person"
    assert IncomingMail.objects.get().is_sensitive


def test_night_keeps_the_mail_of_a_thread_without_its_quotes(
    address_for: Callable[[About, User], str],
) -> None:
    about, _, helper = make_about("invitation")
    receive_mail(raw=make_mail(sender=helper.email, to=address_for(about, helper), pdf=PDF))
    old = timezone.now() - timedelta(days=91)
    IncomingMail.objects.filter(state=MailState.THREAD).update(handled_at=old)
    forget_mails()
    mail = IncomingMail.objects.get()
    assert (mail.whole, mail.sender) == ("", "")
    assert IncomingFile.objects.exists()
    AsideMessage.objects.all().delete()
    forget_mails()
    assert not IncomingMail.objects.exists()


def waiting_of_a_centre(address_for: Callable[[About, User], str]) -> tuple[About, IncomingMail]:
    about, _, member = make_about("centre")
    receive_mail(raw=make_mail(sender=member.email, to=address_for(about, member), text="Ja.", pdf=PDF))
    return about, IncomingMail.objects.get()


def test_mail_of_a_centre_is_put_into_its_thread_by_the_loket(
    address_for: Callable[[About, User], str], as_role: Callable[..., Client]
) -> None:
    about, mail = waiting_of_a_centre(address_for)
    desk = as_role("loket")
    assert "In het gesprek met" in desk.get(mail.get_absolute_url()).content.decode()
    sent = {"doe": "plaats", "reference": about.request.reference, "text": "Mo zegt ja.", "is_aside": "on"}
    for _ in range(2):
        assert desk.post(mail.get_absolute_url(), sent).status_code in {302, 422}
    message = AsideMessage.objects.latest("pk")
    assert (message.text, message.side, message.aside.about) == ("Mo zegt ja.", AsideSide.LOKET, about)
    assert AsideMessage.objects.count() == 2
    assert not Message.objects.exists()
    mail.refresh_from_db()
    assert (mail.state, mail.aside_message, mail.message) == (MailState.PLACED, message, None)
    page = desk.get(aside_address(about, for_desk=True)).content.decode()
    assert "plan.pdf" in page


def test_mail_of_a_centre_may_become_a_note_or_go_nowhere(
    address_for: Callable[[About, User], str], as_role: Callable[..., Client]
) -> None:
    about, mail = waiting_of_a_centre(address_for)
    desk = as_role("loket")
    SupportRequest.objects.update(status=RequestStatus.AFGEROND)
    sent = {"doe": "plaats", "reference": about.request.reference, "text": "Mo zegt ja.", "is_aside": "on"}
    page = desk.post(mail.get_absolute_url(), sent)
    assert page.status_code == 422
    assert "het verzoek is afgesloten" in page.content.decode()
    assert "Mo zegt ja." in page.content.decode()
    SupportRequest.objects.update(status=RequestStatus.IN_BEHANDELING)
    sent = {**sent, "is_aside": "", "is_internal": "on"}
    assert desk.post(mail.get_absolute_url(), sent).status_code == 302
    assert Message.objects.get().is_internal
    assert AsideMessage.objects.count() == 1


def test_mail_is_put_into_the_thread_of_no_other_request(
    address_for: Callable[[About, User], str], as_role: Callable[..., Client]
) -> None:
    _, mail = waiting_of_a_centre(address_for)
    other = make_taken_request()
    sent = {"doe": "plaats", "reference": other.reference, "text": "Mo zegt ja.", "is_aside": "on"}
    page = as_role("loket").post(mail.get_absolute_url(), sent)
    assert page.status_code == 422
    assert "Dit gesprek hoort bij" in page.content.decode()
    with pytest.raises(WrongStepError):
        place_mail(mail=mail, actor=desk_of(other), request=other, text="x", is_internal=False, is_aside=True)
    assert AsideMessage.objects.count() == 1
    assert not Message.objects.exists()

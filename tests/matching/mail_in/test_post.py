"""The page Post: what the loket sees and decides, and what others do not."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as sent_mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from expertpool.own_data import more_own_data
from krachtwijken.core.audit import events_of
from krachtwijken.core.trail.models import AuditEvent
from matching.mail_in.enums import Doubt, MailState, RemovalReason
from matching.mail_in.models import Bounce, IncomingFile, IncomingMail
from matching.mail_in.services.deciding import place_mail, remove_mail
from matching.mail_in.services.forgetting import forget_mails
from matching.mail_in.services.receiving import receive_mail
from matching.models import Message, SupportRequest
from matching.requests.enums import RequestStatus
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_expert
from tests.factories.requests import make_asker, make_request
from tests.matching.mail_in.mails_made import (
    INBOUND,
    mail_of_member,
    mail_of_stranger,
    make_mail,
    make_waiting,
)

pytestmark = pytest.mark.usefixtures("site_tree")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
BSN = "Mevrouw Jansen heeft BSN 111222333 en schulden."


@pytest.fixture
def desk(as_role: Callable[..., Client], settings: Any, tmp_path: Path) -> Client:
    settings.INBOUND_ADDRESS, settings.MEDIA_ROOT = INBOUND, tmp_path / "media"
    return as_role("loket")


def test_waiting_mail_is_put_into_the_thread_of_a_request(desk: Client) -> None:
    mail, request = make_waiting(subject="Over iets"), make_request()
    assert mail.handled_at is None, "nobody did anything yet"
    page = desk.get(mail.get_absolute_url()).content.decode()
    assert "Per mail ontvangen van Sam" in page
    assert "Over iets" in desk.get("/loket/post/").content.decode()
    sent = {"doe": "plaats", "reference": request.reference.lower(), "text": "Sam heeft een lokaal."}
    assert desk.post(mail.get_absolute_url(), sent).status_code == 302
    message = Message.objects.get(request=request)
    assert (message.side, message.text) == ("loket", "Sam heeft een lokaal.")
    mail.refresh_from_db()
    assert (mail.state, mail.message, mail.request) == (MailState.PLACED, message, request)
    # Sent once more, or by a colleague: nothing new.
    desk.post(mail.get_absolute_url(), sent)
    assert Message.objects.filter(request=request).count() == 1
    assert [event.action for event in events_of(mail)] == ["matching.mail_in", "matching.mail_placed"]


def test_closed_request_stays_closed(desk: Client) -> None:
    mail, request = make_waiting(), make_request()
    SupportRequest.objects.filter(pk=request.pk).update(status=RequestStatus.INGETROKKEN)
    answer = desk.post(
        mail.get_absolute_url(),
        {"doe": "plaats", "reference": request.reference, "text": "Hallo allemaal."},
    )
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "het is afgesloten" in told
    assert "Hallo allemaal.</textarea>" in told
    mail.refresh_from_db()
    assert mail.is_waiting
    assert SupportRequest.objects.get(pk=request.pk).status == RequestStatus.INGETROKKEN


def test_answer_that_came_too_late_stays_on_the_page(desk: Client) -> None:
    mail = make_waiting()
    remove_mail(mail=mail, actor=UserFactory(role="loket"), reason=RemovalReason.SPAM)
    page = desk.post(mail.get_absolute_url(), {"doe": "antwoord", "text": "Lang over nagedacht."})
    assert page.status_code == 422
    told = page.content.decode()
    assert "al afgehandeld" in told
    assert "Lang over nagedacht." in told


@pytest.mark.parametrize("what", ["plaats", "antwoord"])
def test_what_was_typed_comes_back_after_the_session_ended(desk: Client, what: str) -> None:
    mail, request = make_waiting(), make_request()
    address = mail.get_absolute_url()
    mark = re.search(r'name="van_wie" value="([^"]+)"', desk.get(address).content.decode())
    assert mark
    user = desk.user
    desk.logout()
    sent = {"doe": what, "reference": request.reference, "text": "Lang over nagedacht.", "van_wie": mark[1]}
    assert desk.post(address, sent).status_code == 302
    desk.force_login(user)
    assert "Lang over nagedacht.</textarea>" in desk.get(address).content.decode()


def test_sender_gets_an_answer(desk: Client, run_outbox: Callable[[], int]) -> None:
    mail = make_waiting(subject="Mag ik iets vragen?")
    desk.post(mail.get_absolute_url(), {"doe": "antwoord", "text": "Ja, dat mag."})
    run_outbox()
    answer = sent_mail.outbox[-1]
    assert answer.to == ["sam@elders.example"]
    assert answer.subject == "Antwoord: Mag ik iets vragen?"
    assert "Ja, dat mag." in answer.body
    assert answer.extra_headers["In-Reply-To"] == mail.mail_id
    assert answer.extra_headers["Reply-To"] == INBOUND


def test_removing_needs_a_reason_and_takes_the_words(desk: Client) -> None:
    mail = make_waiting(subject="Onzin", text="Koop nu iets.")
    refused = desk.post(mail.get_absolute_url(), {"doe": "verwijder", "reason": ""})
    assert refused.status_code == 422
    assert "Kies een reden" in refused.content.decode()
    desk.post(mail.get_absolute_url(), {"doe": "verwijder", "reason": "spam"})
    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.whole, mail.subject, mail.sender) == (
        MailState.REMOVED,
        "",
        "",
        "",
        "",
    )
    assert events_of(mail).last().data == {"reason": "spam"}


def test_mail_of_a_resident_is_held_apart(desk: Client) -> None:
    mail, request = make_waiting(subject="Mevrouw Jansen, BSN 111222333", text=BSN), make_request()
    assert mail.is_sensitive
    shown = desk.get("/loket/post/").content.decode()
    assert "111222333" not in shown
    assert "apart gehouden" in shown
    page = desk.get(mail.get_absolute_url()).content.decode().partition('id="tekst"')[2]
    # Behind a click, and in no field that is sent by mistake.
    assert page.index("<details") < page.index("111222333") < page.index("</details>")
    assert "111222333" not in page.split("</details>")[-1]
    sent = {"doe": "plaats", "reference": request.reference, "text": BSN}
    assert desk.post(mail.get_absolute_url(), sent).status_code == 422
    place_mail(
        mail=mail, actor=desk.user, request=request, text="Een bewoner vraagt hulp.", is_internal=True,
    )  # fmt: skip
    mail.refresh_from_db()
    assert (mail.text, mail.whole, mail.subject) == ("", "", "")


def test_what_is_typed_wrong_comes_back(desk: Client) -> None:
    mail = make_waiting()
    answer = desk.post(
        mail.get_absolute_url(), {"doe": "plaats", "reference": "KW-1999-0001", "text": "Mijn tekst"}
    )
    assert answer.status_code == 422
    assert "Dit kenmerk kennen wij niet." in answer.content.decode()
    assert "Mijn tekst" in answer.content.decode()
    assert desk.post(mail.get_absolute_url(), {"doe": "iets"}).status_code == 302


def test_attachment_is_kept_and_given_to_parties_only(desk: Client, as_role: Callable[..., Client]) -> None:
    asker = make_asker()
    request = make_request(asker)
    receive_mail(raw=mail_of_member(request, asker, pdf=PDF))
    receive_mail(raw=mail_of_member(request, asker, pdf=b"MZ", mail_id="twee"))
    kept, refused = IncomingFile.objects.order_by("pk")
    assert (kept.name, bool(kept.file), bool(refused.file)) == ("plan.pdf", True, False)
    address = f"/loket/post/{kept.mail_id}/bijlage/{kept.pk}/"
    party, other = Client(), as_role("gemeente")
    party.force_login(asker)
    for who in (desk, party):
        answer = who.get(address)
        assert b"".join(answer.streaming_content) == PDF
        assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
        assert answer["Content-Type"] == "application/octet-stream"
    assert other.get(address).status_code == 404
    assert desk.get(f"/loket/post/{refused.mail_id}/bijlage/{refused.pk}/").status_code == 404
    thread = f"/loket/verzoek/{request.reference}/gesprek/"
    assert "Niet aangenomen" in desk.get(thread).content.decode()
    assert "Niet aangenomen" not in party.get(thread).content.decode()
    assert address in party.get(thread).content.decode()


def test_request_page_shows_the_post_about_it(desk: Client) -> None:
    request = make_request()
    Bounce.objects.create(request=request, mail_key="x", recipient="weg@arnhem.example", status="5.1.1")
    IncomingMail.objects.create(state=MailState.WAITING, doubt="closed", request=request)
    IncomingMail.objects.create(state=MailState.ABSENCE, request=request, sender="weg@arnhem.example")
    page = desk.get(f"/loket/werkvoorraad/{request.reference}/").content.decode()
    assert "Onze mail aan weg@arnhem.example kwam niet aan" in page
    assert "Automatisch antwoord" in page
    assert "Het verzoek is afgesloten." in page
    assert "1 mail wacht" in desk.get("/loket/werkvoorraad/").content.decode()


def test_number_of_questions_does_not_grow(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    desk.get("/loket/post/")
    for number in range(3):
        make_waiting(mail_id=f"mail-{number}")
        with django_assert_max_num_queries(30) as asked:
            desk.get("/loket/post/")
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_night_forgets_in_turn(desk: Client) -> None:
    now = timezone.now()
    sensitive, plain = make_waiting(text=BSN, mail_id="a"), make_waiting(mail_id="b")
    removed = remove_mail(mail=make_waiting(mail_id="c"), actor=desk.user, reason=RemovalReason.DOUBLE)
    asker = make_asker()
    receive_mail(raw=mail_of_member(make_request(asker), asker, pdf=PDF))
    threaded = IncomingMail.objects.get(state=MailState.THREAD)
    everything = IncomingMail.objects.all()
    assert forget_mails() == 0
    everything.update(received_at=now - timedelta(days=29.9))
    assert forget_mails() == 0
    everything.update(received_at=now - timedelta(days=30.1))
    forget_mails()
    assert not everything.filter(pk=sensitive.pk).exists()
    everything.exclude(handled_at=None).update(handled_at=now - timedelta(days=89.9))
    assert forget_mails() == 0
    everything.exclude(handled_at=None).update(handled_at=now - timedelta(days=90.1))
    forget_mails()
    assert not everything.filter(pk=removed.pk).exists()
    threaded.refresh_from_db()
    assert (threaded.whole, threaded.subject, threaded.text) == ("", "", "Donderdag is goed.")
    assert threaded.files.exists()
    Message.objects.all().delete()
    forget_mails()
    everything.update(received_at=now - timedelta(days=179.9))
    forget_mails()
    assert list(everything) == [plain]
    everything.update(received_at=now - timedelta(days=180.1))
    forget_mails()
    assert not everything.exists()


def test_many_mails_of_one_sender_wait_and_a_flood_is_dropped(desk: Client) -> None:
    asker = make_asker()
    request = make_request(asker)
    fates = [
        receive_mail(raw=mail_of_member(request, asker, mail_id=f"mail-{number}")) for number in range(32)
    ]
    assert [str(fate) for fate in fates] == ["thread"] * 10 + ["person"] * 20 + ["dropped"] * 2


def test_mail_nested_too_deep_waits_for_a_person(desk: Client) -> None:
    head = b"From: sam@elders.example\nSubject: Diep\nMessage-ID: <diep@elders.example>\nMIME-Version: 1.0\n"
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) for level in range(2000)
    )
    assert receive_mail(raw=head + deep) in {"person", "dropped"}
    assert receive_mail(raw=b"") == "person"
    assert receive_mail(raw=b"\xff\xfe\x00" * 500) == "person"


def test_log_of_a_dropped_mail_tells_nothing_of_it(desk: Client, caplog: pytest.LogCaptureFixture) -> None:
    raw = mail_of_stranger(subject="Kanarie", text="Kanarie in de tekst").replace(
        b"Subject:", b"X-Spam-Flag: YES\nSubject:"
    )
    assert receive_mail(raw=raw) == "dropped"
    assert "anarie" not in caplog.text
    assert "sam@elders" not in caplog.text


def test_only_the_loket_decides() -> None:
    mail, request = make_waiting(), make_request()
    for role in ("gemeente", "accountmanager", "redactie"):
        actor = UserFactory(role=role)
        with pytest.raises(PermissionDenied):
            place_mail(mail=mail, actor=actor, request=request, text="x", is_internal=False)


def test_expert_takes_the_own_mail_along(desk: Client) -> None:
    expert = UserFactory(role="expert", email="els@expert.example")
    profile = make_expert(expert)
    IncomingMail.objects.create(state=MailState.WAITING, person=expert, text="Ik wil graag helpen.")
    data = more_own_data.current()(profile)
    assert [mail["tekst"] for mail in data["mails"]] == ["Ik wil graag helpen."]
    assert "uitnodigingen" in data


def test_mail_that_somebody_else_may_have_sent_is_nobodys(desk: Client) -> None:
    expert = UserFactory(role="expert", email="els@expert.example")
    profile = make_expert(expert)
    IncomingMail.objects.create(
        state=MailState.WAITING, person=expert, text="Over het gezin.", doubt=Doubt.FORGED
    )
    assert more_own_data.current()(profile)["mails"] == []
    receive_mail(raw=make_mail(sender="Els <els@expert.example>", to=INBOUND))
    event = AuditEvent.objects.filter(action="matching.mail_in").latest("pk")
    assert event.actor is None


def test_night_takes_the_whole_text_of_a_mail_that_somebody_placed(desk: Client) -> None:
    asker = make_asker()
    receive_mail(raw=mail_of_member(make_request(asker), asker))
    mail = IncomingMail.objects.get(state=MailState.THREAD)
    old = timezone.now() - timedelta(days=91)
    IncomingMail.objects.filter(pk=mail.pk).update(state=MailState.PLACED, handled_at=old)
    forget_mails()
    mail.refresh_from_db()
    assert (mail.text, mail.whole) == ("", "")
    assert mail.message is not None
    assert mail.message.text == "Donderdag is goed."

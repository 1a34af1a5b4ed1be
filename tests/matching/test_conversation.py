"""What is said and promised about a request, who reads it, and the link that needs no login."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.memberships import assign_account_manager, join_gemeente
from krachtwijken.accounts.services.roles import grant_role
from krachtwijken.core import retention
from krachtwijken.core.models import Gemeente
from krachtwijken.core.outbox.models import MailMessage
from matching.conversation.enums import PromiseState, Side
from matching.conversation.selectors import messages_visible_to, shown_messages
from matching.conversation.services.messages import ECHO, mark_read, post_message
from matching.conversation.services.promises import add_promise, settle_promise
from matching.conversation.views import LOOKS
from matching.models import Message, Promise, SupportRequest, ThreadLink
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import withdraw_request
from matching.requests.workflow import WrongStepError
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import taken_by
from tests.factories.requests import GEMEENTE, make_asker, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SECRET = "roerdomp"
CONTACT = "Projectleider kluut"


@pytest.fixture
def request_(asker: User) -> SupportRequest:
    return make_request(asker, contact=CONTACT)


@pytest.fixture
def desk(request_: SupportRequest) -> User:
    return taken_by(request_)


@pytest.fixture
def manager() -> User:
    user: User = UserFactory(role="accountmanager")
    assign_account_manager(gemeente=Gemeente.objects.get(slug=GEMEENTE), user=user, actor=None)
    return user


def at_both_sides() -> User:
    both: User = UserFactory(role="loket")
    grant_role(user=both, role=Role.GEMEENTE, actor=None)
    join_gemeente(user=both, gemeente=Gemeente.objects.get(slug=GEMEENTE), actor=None)
    return User.objects.get(pk=both.pk)


def say(request: SupportRequest, actor: User, text: str = "Hoe staat het?", **fields: Any) -> Message:
    return post_message(request=request, actor=actor, text=text, **{"token": text[:30], **fields})


def links_in_mail(run_outbox: Callable[[], int], mailoutbox: list[Any]) -> list[str]:
    run_outbox()
    return [path for mail in mailoutbox for path in re.findall(r"https?://[^/]+(/gesprek/\S+/)", mail.body)]


def test_each_side_is_told_of_the_message_of_the_other(
    request_: SupportRequest, desk: User, asker: User, manager: User,
    run_outbox: Callable[[], int], mailoutbox: list[Any],
) -> None:  # fmt: skip
    for actor, side, told in (
        (asker, Side.GEMEENTE, {desk.email}),
        (desk, Side.LOKET, {asker.email}),
        (manager, Side.ACCOUNTMANAGER, {asker.email, desk.email}),
    ):
        run_outbox()
        mailoutbox.clear()
        message = say(request_, actor, f"Woord {SECRET} van {side}")
        run_outbox()
        assert message.side == side
        assert {mail.to[0] for mail in mailoutbox} == told
        assert all(SECRET not in mail.body + mail.subject for mail in mailoutbox)


def test_message_without_an_owner_reaches_everybody_at_the_desk(
    request_: SupportRequest, asker: User
) -> None:
    UserFactory(role="loket")
    UserFactory(role="loket")
    say(request_, asker)
    assert MailMessage.objects.filter(key__contains=":message:").count() == 2


def test_message_sent_twice_is_one(request_: SupportRequest, desk: User) -> None:
    assert say(request_, desk) == say(request_, desk)
    assert MailMessage.objects.filter(key__contains=":message:").count() == 1


def test_words_sent_anew_after_going_back_are_one_message_and_the_page_says_so(
    request_: SupportRequest, desk: User, asker: User
) -> None:
    address = f"/loket/verzoek/{request_.reference}/gesprek/"
    client = client_of(asker)
    assert client.post(address, {"text": "Kunt u morgen?", "token": "een"}).status_code == 302
    again = client.post(address, {"text": "Kunt u morgen?", "token": "twee"})
    assert again.status_code == 422
    assert "Dit bericht stuurde u net al." in again.content.decode()
    assert request_.messages.count() == 1
    assert client.post(address, {"text": "Kunt u overmorgen?", "token": "drie"}).status_code == 302
    say(request_, desk, "Ja, allebei.")
    assert client.post(address, {"text": "Kunt u overmorgen?", "token": "vier"}).status_code == 302, (
        "something was said since"
    )
    Message.objects.update(at=timezone.now() - ECHO - timedelta(seconds=1))
    assert client.post(address, {"text": "Kunt u overmorgen?", "token": "vijf"}).status_code == 302
    assert request_.messages.count() == 5


def test_internal_note_reaches_nobody_but_the_desk(
    request_: SupportRequest, desk: User, asker: User, manager: User,
    run_outbox: Callable[[], int], mailoutbox: list[Any],
) -> None:  # fmt: skip
    run_outbox()
    mailoutbox.clear()
    say(request_, desk, "Een gewoon bericht")
    say(request_, desk, f"Notitie {SECRET}", is_internal=True)
    (link,) = links_in_mail(run_outbox, mailoutbox)
    own, thread = request_.get_absolute_url(), f"/loket/verzoek/{request_.reference}/gesprek/"
    pages = [client_of(asker).get(own), client_of(asker).get(thread), Client().get(link)]
    pages += [client_of(manager).get(own), client_of(manager).get(thread)]
    for page in pages:
        assert page.status_code == 200
        assert "Een gewoon bericht" in page.content.decode()
        assert SECRET not in page.content.decode()
    assert SECRET in client_of(desk).get(thread).content.decode()
    assert SECRET in client_of(desk).get(f"/loket/werkvoorraad/{request_.reference}/").content.decode()
    assert len(mailoutbox) == 1


def test_colleague_of_the_gemeente_who_works_at_the_desk_too_sees_no_notes(
    request_: SupportRequest, desk: User
) -> None:
    both = at_both_sides()
    say(request_, desk, f"Notitie {SECRET}", is_internal=True)
    assert not messages_visible_to(both, request_).exists()


def test_only_the_desk_writes_notes(request_: SupportRequest, asker: User, manager: User) -> None:
    for actor in (asker, manager):
        with pytest.raises(PermissionDenied):
            say(request_, actor, is_internal=True)
    thread = f"/loket/verzoek/{request_.reference}/gesprek/"
    client_of(asker).post(thread, {"text": "Hallo", "token": "a", "is_internal": "on"})
    assert Message.objects.get().is_internal is False


@pytest.mark.parametrize("role", ["gemeente", "expert", "kenniscentrum", "accountmanager", "redactie"])
def test_others_find_neither_conversation_nor_promises(
    request_: SupportRequest, desk: User, role: str
) -> None:
    stranger: User = UserFactory(role=role)
    if role == "gemeente":
        join_gemeente(user=stranger, gemeente=Gemeente.objects.get(slug="utrecht"), actor=None)
    say(request_, desk, SECRET)
    with pytest.raises(PermissionDenied):
        say(request_, stranger)
    with pytest.raises(PermissionDenied):
        promise(request_, stranger)
    with pytest.raises(PermissionDenied):
        mark_read(request=request_, actor=stranger, last=1)
    for page in ("gesprek", "toezeggingen"):
        address = f"/loket/verzoek/{request_.reference}/{page}/"
        for answer in (
            client_of(stranger).get(address),
            client_of(stranger).post(address, {"text": "Hallo"}),
        ):
            assert answer.status_code in {403, 404}
            assert SECRET not in answer.content.decode()
    assert Message.objects.count() == 1


def test_new_messages_are_marked_until_they_are_read(
    request_: SupportRequest, desk: User, asker: User
) -> None:
    first, second = say(request_, desk, "Een"), say(request_, desk, "Twee")
    assert [row.is_new for row in shown_messages(asker, request_)] == [True, True]
    assert [row.is_new for row in shown_messages(desk, request_)] == [False, False]
    thread = f"/loket/verzoek/{request_.reference}/gesprek/"
    page = client_of(asker).get(thread).content.decode()
    assert page.count("kw-badge--new") == 2
    assert [row.is_new for row in shown_messages(asker, request_)] == [True, True]
    client_of(asker).post(thread, {"gelezen": str(first.pk)})
    assert [row.is_new for row in shown_messages(asker, request_)] == [False, True]
    mark_read(request=request_, actor=asker, last=second.pk)
    mark_read(request=request_, actor=asker, last=first.pk)
    assert [row.is_new for row in shown_messages(asker, request_)] == [False, False]


def test_saying_that_all_was_read_keeps_what_is_being_typed(
    request_: SupportRequest, desk: User, asker: User
) -> None:
    said = say(request_, asker, "Een")
    thread = f"/loket/verzoek/{request_.reference}/gesprek/"
    answer = client_of(desk).post(
        thread, {"gelezen": str(said.pk), "text": "Half getypt", "is_internal": "on", "token": "een"}
    )
    assert answer.status_code == 200
    form = answer.context["form"]
    assert (form["text"].value(), form["is_internal"].value(), form["token"].value()) == (
        "Half getypt", "on", "een",
    )  # fmt: skip
    assert not form.errors
    assert [row.is_new for row in shown_messages(desk, request_)] == [False]
    assert 'form="bericht" formnovalidate' not in answer.content.decode()


def test_reading_beyond_the_last_message_hides_nothing_that_comes(
    request_: SupportRequest, desk: User, asker: User
) -> None:
    say(request_, desk, "Een")
    thread = f"/loket/verzoek/{request_.reference}/gesprek/"
    for value in ("999999999", "-1", "abc", "9" * 40):
        assert client_of(asker).post(thread, {"gelezen": value}).status_code == 302
    say(request_, desk, "Twee")
    assert [row.is_new for row in shown_messages(asker, request_)] == [False, True]


def test_nothing_is_said_after_the_end(request_: SupportRequest, desk: User, asker: User) -> None:
    withdraw_request(request=request_, actor=asker)
    for actor in (desk, asker):
        with pytest.raises(WrongStepError):
            say(request_, actor)
        with pytest.raises(WrongStepError):
            promise(request_, actor)


def test_resident_in_a_message_is_refused_beside_the_field(request_: SupportRequest, asker: User) -> None:
    thread = f"/loket/verzoek/{request_.reference}/gesprek/"
    page = client_of(asker).post(thread, {"text": "Familie Jansen belt 06-12345678.", "token": "a"})
    assert page.status_code == 422
    assert "telefoonnummer" in page.content.decode()
    assert "Familie Jansen belt" in page.content.decode()
    assert not Message.objects.exists()


# The link of a mail


@pytest.fixture
def link(request_: SupportRequest, desk: User, run_outbox: Callable[[], int], mailoutbox: list[Any]) -> str:
    run_outbox()
    mailoutbox.clear()
    say(request_, desk, "Komt u donderdag?")
    (found,) = links_in_mail(run_outbox, mailoutbox)
    return found


def test_link_shows_the_conversation_and_takes_an_answer(
    link: str, request_: SupportRequest, asker: User
) -> None:
    page = Client().get(link)
    assert "Komt u donderdag?" in page.content.decode()
    for hidden in (CONTACT, request_.problem, request_.wanted):
        assert hidden not in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Robots-Tag"] == "noindex"
    answer = {"text": "Ja, om tien uur.", "token": "a"}
    for _ in range(2):
        assert Client().post(link, answer).status_code == 302
    message = Message.objects.get(side=Side.GEMEENTE)
    assert (message.author, message.is_internal) == (asker, False)


def test_who_owes_a_second_factor_gets_no_key(
    request_: SupportRequest, asker: User, run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    grant_role(user=asker, role=Role.ACCOUNTMANAGER, actor=None)
    say(request_, UserFactory(role="loket"))
    assert links_in_mail(run_outbox, mailoutbox) == []
    assert any(request_.get_absolute_url() in mail.body for mail in mailoutbox if "bericht" in mail.subject)


def test_key_of_a_link_is_nowhere_in_its_table(link: str) -> None:
    (row,) = ThreadLink.objects.values_list("digest")
    assert link.strip("/").split("/")[-1] not in str(row)


@pytest.mark.parametrize("why", ["expired", "withdrawn", "closed", "left", "account", "staff", "unknown"])
def test_link_that_is_over_opens_nothing(link: str, request_: SupportRequest, asker: User, why: str) -> None:
    if why == "expired":
        ThreadLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif why == "withdrawn":
        withdraw_request(request=request_, actor=asker)
    elif why == "closed":
        SupportRequest.objects.filter(pk=request_.pk).update(status="afgerond")
    elif why == "left":
        asker.gemeente_memberships.all().delete()
    elif why == "account":
        User.objects.filter(pk=asker.pk).update(is_active=False)
    elif why == "staff":
        grant_role(user=asker, role=Role.LOKET, actor=None)
    elif why == "unknown":
        link = "/gesprek/bestaat-niet/"
    for answer in (Client().get(link), Client().post(link, {"text": "Hallo", "token": "b"})):
        assert answer.status_code == 404
        assert "Deze link werkt niet meer" in answer.content.decode()
        assert "donderdag" not in answer.content.decode()
    assert Message.objects.count() == 1


def test_guessing_keys_ends_in_a_wall(link: str) -> None:
    visitor = Client()
    for number in range(LOOKS):
        assert visitor.get(f"/gesprek/gok-{number}/").status_code == 404
    assert visitor.get(link).status_code == 429


def test_link_goes_when_its_days_are_over(link: str) -> None:
    assert retention.RULES["matching.thread_links"]() == 0
    ThreadLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert retention.RULES["matching.thread_links"]() == 1


# Promises


def promise(request: SupportRequest, actor: User, **fields: Any) -> Promise:
    values = {
        "text": "Een dag prikken.", "promised_by": "loketmedewerker", "promised_to": "de projectleider",
        "due_on": timezone.localdate(), "token": "een", **fields,
    }  # fmt: skip
    return add_promise(request=request, actor=actor, **values)


def test_both_sides_see_a_promise_and_say_what_came_of_it(
    request_: SupportRequest, desk: User, asker: User, manager: User
) -> None:
    made = promise(request_, desk)
    assert promise(request_, desk) == made
    address = f"/loket/verzoek/{request_.reference}/toezeggingen/"
    for viewer in (desk, asker, manager):
        assert "Een dag prikken." in client_of(viewer).get(address).content.decode()
    for _ in range(2):
        settle_promise(promise=made, actor=asker, state=PromiseState.KEPT)
    made.refresh_from_db()
    assert made.state == PromiseState.KEPT
    assert "Nagekomen" in client_of(desk).get(f"/loket/werkvoorraad/{request_.reference}/").content.decode()


def test_promise_of_another_request_is_not_settled_here(
    request_: SupportRequest, desk: User, asker: User
) -> None:
    other = make_request(make_asker())
    made = promise(other, desk)
    address = f"/loket/verzoek/{request_.reference}/toezeggingen/"
    assert client_of(asker).post(address, {"promise": made.pk, "state": "nagekomen"}).status_code == 404
    for odd in ({"promise": "x", "state": "nagekomen"}, {"promise": 1, "state": "x"}, {"state": "open"}):
        assert client_of(asker).post(address, odd).status_code == 302


def test_promise_names_a_function_and_no_person(request_: SupportRequest, asker: User) -> None:
    address = f"/loket/verzoek/{request_.reference}/toezeggingen/"
    filled = {
        "text": "Een dag prikken.", "promised_by": "mevrouw De Vries", "promised_to": "de projectleider",
        "due_on": "2030-01-31", "token": "a",
    }  # fmt: skip
    page = client_of(asker).post(address, filled)
    assert page.status_code == 422
    assert "Schrijf een functie" in page.content.decode()
    right = {**filled, "promised_by": "wethouder wonen"}
    for wrong in ("2024-01-01", "2099-01-01"):
        page = client_of(asker).post(address, {**right, "due_on": wrong})
        assert page.status_code == 422
        assert "Kies een dag vanaf vandaag, binnen vijf jaar." in page.content.decode()
    assert client_of(asker).post(address, {**filled, "promised_by": "wethouder wonen"}).status_code == 302
    assert Promise.objects.get().promised_by == "wethouder wonen"


def test_other_words_under_the_same_token_are_another_message(request_: SupportRequest, asker: User) -> None:
    for text in ("Kunt u donderdag?", "Kunt u donderdag?", "Kunt u vrijdag?"):
        post_message(request=request_, actor=asker, text=text, token="een")
    assert [message.text for message in Message.objects.all()] == ["Kunt u donderdag?", "Kunt u vrijdag?"]


@pytest.mark.parametrize("page", ["thread", "promises"])
def test_what_was_typed_stays_when_the_request_was_closed_meanwhile(
    request_: SupportRequest, asker: User, client: Client, page: str
) -> None:
    client.force_login(asker)
    SupportRequest.objects.filter(pk=request_.pk).update(status=RequestStatus.INGETROKKEN)
    typed = {
        "text": "Wij bellen de wijkagent.", "promised_by": "de wethouder", "promised_to": "het wijkteam",
        "due_on": "2030-01-01", "token": "een",
    }  # fmt: skip
    answer = client.post(reverse(f"matching:{page}", args=[request_.reference]), typed)
    assert answer.status_code == 422
    assert "Wij bellen de wijkagent." in answer.content.decode()
    assert not Message.objects.exists()

"""Up to three people of the gemeente to call: asked in the wizard, changed while the request runs, seen by few."""

import json
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.memberships import assign_account_manager, join_gemeente
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import AuditEvent, Gemeente, Wijk
from krachtwijken.core.outbox.models import MailMessage, OutboxRow
from krachtwijken.core.versions import ChangedMeanwhileError, mark_of_values
from matching.models import RequestContact, RequestDraft, SupportRequest
from matching.requests.contacts import Contact, answers_with, contacts_in
from matching.requests.enums import RequestStatus
from matching.requests.forms.contacts import DOUBLE, FUNCTION, NAME, NUMBER_OR_ADDRESS, ContactForm
from matching.requests.selectors import contacts_of
from matching.requests.services.contacts import change_contacts, keep_contacts
from matching.requests.services.steps import take_request
from matching.requests.workflow import TALKING, WrongStepError
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_asker, make_draft, make_request
from tests.factories.wizard import CONTACT, OTHER_CONTACTS, fill_in_wizard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]
STEP = "/loket/aanvraag/contact/?concept=een"
CHECK = "/loket/aanvraag/controle/?concept=een"
SECOND = {name: value for name, value in OTHER_CONTACTS.items() if "_2_" in name}
ALL = CONTACT | OTHER_CONTACTS


@pytest.fixture
def request_(asker: User) -> SupportRequest:
    return make_request(asker)


def page_of(request: SupportRequest) -> str:
    return f"{request.get_absolute_url()}contactpersonen/"


def names_of(request: SupportRequest) -> list[str]:
    return list(request.contacts.order_by("place").values_list("name", flat=True))


# In the wizard


def test_three_people_are_kept_shown_on_the_check_page_and_sent(asker: User) -> None:
    client = client_of(asker)
    wijk = Wijk.objects.filter(gemeente__slug="arnhem")[0]
    fill_in_wizard(client, "een", wijk.pk, contact=ALL)
    for address in (STEP, CHECK):
        page = client.get(address).content.decode()
        assert [value for value in ALL.values() if value not in page] == []
    client.post(CHECK)
    request = SupportRequest.objects.get()
    assert contacts_of(request) == contacts_in(ALL)
    assert list(request.contacts.values_list("place", flat=True)) == [1, 2, 3]
    assert request.contact == "", "one truth: the function stands with the person"


def test_draft_of_before_others_were_asked_can_be_sent(asker: User) -> None:
    draft = make_draft(asker)
    assert not set(OTHER_CONTACTS) & set(draft.answers)
    answer = client_of(asker).post(f"/loket/aanvraag/controle/?concept={draft.token}")
    assert "?nieuw=1" in answer.headers["Location"]
    assert names_of(SupportRequest.objects.get()) == [CONTACT["contact_name"]]


def test_panel_is_closed_until_something_stands_in_it(asker: User) -> None:
    client = client_of(asker)
    assert client.get(STEP).content.decode().count('<details class="kw-details" open>') == 0
    client.post(STEP, CONTACT | SECOND)
    page = client.get(STEP).content.decode()
    assert page.count('<details class="kw-details" open>') == 1
    assert "Voeg een derde contactpersoon toe" in page
    assert "Voeg een tweede contactpersoon toe" not in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"contact_2_name": "F. Jansen"}, {"contact_2_function": FUNCTION, "contact_2_phone": NUMBER_OR_ADDRESS}),
        ({"contact_2_function": "Jurist"}, {"contact_2_name": NAME, "contact_2_phone": NUMBER_OR_ADDRESS}),
        ({"contact_3_email": "a@b.nl"}, {"contact_3_name": NAME, "contact_3_function": FUNCTION}),
        ({**SECOND, "contact_2_phone": "12"}, {"contact_2_phone": "Dit is geen telefoonnummer."}),
        ({**SECOND, "contact_2_email": "geen adres"}, {"contact_2_email": "Dit is geen e-mailadres."}),
        ({**SECOND, "contact_2_name": ""}, {"contact_2_name": NAME}),
        (dict.fromkeys(OTHER_CONTACTS, ""), {}),
        (OTHER_CONTACTS, {}),
    ],
)  # fmt: skip
def test_second_and_third_are_there_whole_or_not(given: dict[str, str], said: dict[str, str]) -> None:
    form = ContactForm(CONTACT | given)
    found = {name: errors[0] for name, errors in form.errors.items()}
    assert set(found) == set(said)
    assert [name for name, words in said.items() if not found[name].startswith(words)] == []


def test_person_half_filled_in_is_told_beside_the_field_and_stays(asker: User) -> None:
    answer = client_of(asker).post(STEP, CONTACT | {"contact_2_name": "F. Jansen"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="F. Jansen"' in page
    assert 'id="id_contact_2_function-error"' in page
    assert 'href="#id_contact_2_function"' in page
    assert '<details class="kw-details" open>' in page


@pytest.mark.parametrize("button", ["stop", "vorige"])
def test_person_half_filled_in_is_kept_by_who_stops(asker: User, button: str) -> None:
    client = client_of(asker)
    client.post(STEP, ALL)
    half = ALL | {"contact_2_function": "", "contact_2_phone": ""}
    assert client.post(STEP, half | {"doe": button}).status_code == 302
    answers = RequestDraft.objects.get().answers
    assert {name: answers[name] for name in OTHER_CONTACTS} == {
        name: half[name] for name in OTHER_CONTACTS
    }, "what was emptied is empty"
    assert client.get(CHECK).status_code == 302


def test_person_of_whom_all_is_emptied_is_gone(asker: User) -> None:
    client = client_of(asker)
    client.post(STEP, ALL)
    client.post(STEP, ALL | dict.fromkeys(SECOND, ""))
    draft = RequestDraft.objects.get()
    assert [one.name for one in contacts_in(draft.answers)] == ["M. de Boer", "S. Bos"]


def test_who_left_the_second_place_empty_has_the_third_in_it(asker: User) -> None:
    request = make_request(asker, **(OTHER_CONTACTS | dict.fromkeys(SECOND, "")))
    assert list(request.contacts.values_list("place", "name")) == [(1, "M. de Boer"), (2, "S. Bos")]


@pytest.mark.parametrize(
    ("second", "is_double"),
    [
        ({"name": "m.  DE boer", "function": "projectleider", "phone": "026 000 00 00"}, True),
        ({"name": "M. de Boer", "function": "Jurist", "phone": "026-1234567"}, True),
        ({"name": "M. de Boer", "function": "Jurist", "email": "WIJK@arnhem.example"}, True),
        ({"name": "M. de Boer", "function": "Jurist", "phone": "026 000 00 00"}, False),
        ({"name": "F. Jansen", "function": "Projectleider", "phone": CONTACT["contact_phone"]}, False),
    ],
)
def test_same_person_twice_is_refused_kindly(asker: User, second: dict[str, str], is_double: bool) -> None:
    typed = {f"contact_2_{part}": value for part, value in second.items()}
    answer = client_of(asker).post(STEP, CONTACT | typed | {"doe": "stop"})
    assert answer.status_code == (422 if is_double else 302)
    assert (DOUBLE in answer.content.decode()) is is_double
    if is_double:
        assert second["name"] in answer.content.decode(), "what was typed stays"


def test_first_of_the_last_request_is_filled_in_and_the_others_are_not(asker: User) -> None:
    make_request(asker, **OTHER_CONTACTS)
    page = client_of(asker).get("/loket/aanvraag/contact/?concept=twee").content.decode()
    assert [value for value in CONTACT.values() if value not in page] == []
    assert not [value for value in OTHER_CONTACTS.values() if value and value in page]


# In the database


def test_fourth_person_and_a_place_twice_are_refused(request_: SupportRequest) -> None:
    four = [Contact(f"Persoon {number}", "Jurist", "026 123 45 67") for number in range(4)]
    with pytest.raises(WrongStepError):
        keep_contacts(request=request_, contacts=four)
    with pytest.raises(WrongStepError):
        keep_contacts(request=request_, contacts=[four[0], four[0]])
    for place in (0, 1, 4):
        with pytest.raises(IntegrityError), transaction.atomic():
            RequestContact.objects.create(request=request_, place=place, name="X")
    assert names_of(request_) == [CONTACT["contact_name"]]


def test_function_that_an_earlier_version_wrote_is_read_with_the_person(request_: SupportRequest) -> None:
    request_.contacts.update(function="")
    SupportRequest.objects.filter(pk=request_.pk).update(contact="Wijkmanager")
    request_.refresh_from_db()
    assert [(one.name, one.function) for one in contacts_of(request_)] == [("M. de Boer", "Wijkmanager")]
    request_.contacts.all().delete()
    assert contacts_of(request_) == [Contact(function="Wijkmanager")]


def test_function_moves_from_the_request_to_its_first_person_and_back(asker: User) -> None:
    """As the tables stood: no person had a function, and a request of before names were asked had no person."""
    named, unnamed, unknown = (make_request(asker) for _ in range(3))
    RequestContact.objects.update(function="")
    RequestContact.objects.exclude(request=named).delete()
    SupportRequest.objects.filter(pk__in=[named.pk, unnamed.pk]).update(contact="Wijkmanager")
    moving = import_module("matching.migrations.0343_several_contacts")
    moving.move_functions(apps, None)
    for request in (named, unnamed, unknown):
        request.refresh_from_db()
        assert request.contact == ""
    assert [(one.name, one.function) for one in contacts_of(named)] == [("M. de Boer", "Wijkmanager")]
    assert contacts_of(unnamed) == [Contact(function="Wijkmanager")]
    assert contacts_of(unknown) == []
    RequestContact.objects.create(request=named, place=2, name="F. Jansen", function="Jurist")
    moving.move_back(apps, None)
    assert list(RequestContact.objects.values_list("request", "place", "name")) == [
        (named.pk, 1, "M. de Boer")
    ]
    kept = SupportRequest.objects.order_by("pk").values_list("contact", flat=True)
    assert list(kept) == ["Wijkmanager", "Wijkmanager", ""]


# Of a request that runs


def test_gemeente_changes_them_and_the_owner_hears_that_but_not_who(
    asker: User, request_: SupportRequest, run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    desk = UserFactory(role="loket")
    take_request(request=request_, actor=desk)
    run_outbox()
    mailoutbox.clear()
    colleague = client_of(make_asker())
    assert "Contactpersonen aanpassen" in colleague.get(request_.get_absolute_url()).content.decode()
    form = colleague.get(page_of(request_)).context["form"]
    assert {name: form.initial[name] for name in CONTACT} == CONTACT
    answer = colleague.post(page_of(request_), {**ALL, "versie": form["versie"].value()})
    assert answer.headers["Location"] == request_.get_absolute_url()
    assert contacts_of(request_) == contacts_in(ALL)
    page = colleague.get(request_.get_absolute_url()).content.decode()
    assert [value for value in ALL.values() if value not in page] == []
    assert "De gemeente paste aan wie het loket kan bellen" in page
    event = events_of(request_).get(action="matching.contacts")
    assert event.data == {"from": 1, "to": 3}
    run_outbox()
    (mail,) = mailoutbox
    assert (mail.to, request_.reference in mail.subject) == ([desk.email], True)
    assert f"/loket/werkvoorraad/{request_.reference}/" in mail.body
    told = [f"{mail.subject} {mail.body}"] + [
        json.dumps(list(model.objects.values()), default=str)
        for model in (AuditEvent, OutboxRow, MailMessage)
    ]
    assert not [value for value in ALL.values() for text in told if value and value in text]


def test_nobody_is_mailed_of_what_nobody_took(asker: User, request_: SupportRequest) -> None:
    UserFactory(role="loket")
    before = MailMessage.objects.count()
    change_contacts(request=request_, actor=asker, contacts=contacts_in(ALL))
    assert MailMessage.objects.count() == before


def test_same_people_again_change_nothing(asker: User, request_: SupportRequest) -> None:
    rows = list(request_.contacts.values_list("pk", flat=True))
    change_contacts(request=request_, actor=asker, contacts=contacts_in(CONTACT))
    assert list(request_.contacts.values_list("pk", flat=True)) == rows
    assert not events_of(request_).filter(action="matching.contacts").exists()


def test_person_who_left_makes_room_for_who_came(asker: User, request_: SupportRequest) -> None:
    change_contacts(request=request_, actor=asker, contacts=contacts_in(ALL))
    change_contacts(request=request_, actor=asker, contacts=contacts_in(ALL)[1:])
    assert names_of(request_) == ["F. Jansen", "S. Bos"]
    with pytest.raises(WrongStepError):
        change_contacts(request=request_, actor=asker, contacts=[])
    assert names_of(request_) == ["F. Jansen", "S. Bos"]


def test_page_that_is_not_right_keeps_what_was_typed(asker: User, request_: SupportRequest) -> None:
    client = client_of(asker)
    for wrong in ({}, CONTACT | {"contact_2_name": "Fenna Jansen"}, CONTACT | {"contact_phone": "12"}):
        answer = client.post(page_of(request_), wrong)
        assert answer.status_code == 422
        assert [value for value in wrong.values() if value not in answer.content.decode()] == []
    assert names_of(request_) == [CONTACT["contact_name"]]


def test_second_tab_puts_nothing_back_and_says_what_stands_there(
    asker: User, request_: SupportRequest
) -> None:
    client = client_of(asker)
    seen = client.get(page_of(request_)).context["form"]["versie"].value()
    client.post(page_of(request_), {**CONTACT, "contact_phone": "026 999 99 99", "versie": seen})
    answer = client.post(page_of(request_), {**CONTACT, **SECOND, "versie": seen})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Telefoonnummer is nu: 026 999 99 99." in page
    assert SECOND["contact_2_name"] in page
    assert names_of(request_) == [CONTACT["contact_name"]]
    again = answer.context["form"]["versie"].value()
    client.post(page_of(request_), {**CONTACT, **SECOND, "versie": again})
    assert names_of(request_) == [CONTACT["contact_name"], SECOND["contact_2_name"]]


@pytest.mark.parametrize("status", list(RequestStatus))
def test_they_change_as_long_as_something_may_be_said(
    asker: User, request_: SupportRequest, status: RequestStatus
) -> None:
    SupportRequest.objects.filter(pk=request_.pk).update(status=status)
    client, runs = client_of(asker), status in TALKING
    assert client.get(page_of(request_)).status_code == (200 if runs else 302)
    shown = client.get(request_.get_absolute_url()).content.decode()
    assert ("Contactpersonen aanpassen" in shown) is runs
    answer = client.post(page_of(request_), ALL)
    assert answer.status_code == (302 if runs else 422)
    assert len(names_of(request_)) == (3 if runs else 1)
    if not runs:
        page = answer.content.decode()
        assert "het verzoek loopt niet meer" in page
        assert SECOND["contact_2_name"] in page


def test_others_do_not_change_them(request_: SupportRequest, as_role: Callable[..., Client]) -> None:
    for role in ("loket", "accountmanager", "expert", "beheer"):
        client = as_role(role)
        if role == "accountmanager":
            assign_account_manager(gemeente=request_.gemeente, user=client.user, actor=None)
        assert client.post(page_of(request_), ALL).status_code == 403
        with pytest.raises(PermissionDenied):
            change_contacts(request=request_, actor=client.user, contacts=contacts_in(ALL))
    other = as_role("gemeente")
    join_gemeente(user=other.user, gemeente=Gemeente.objects.get(slug="amsterdam"), actor=None)
    assert other.post(page_of(request_), ALL).status_code == 404
    desk = as_role("loket").get(f"/loket/werkvoorraad/{request_.reference}/").content.decode()
    assert "Contactpersonen aanpassen" not in desk
    assert names_of(request_) == [CONTACT["contact_name"]]


def test_account_manager_who_works_for_another_gemeente_does_not_read_them_here(
    request_: SupportRequest, as_role: Callable[..., Client]
) -> None:
    client = as_role("accountmanager")
    user: User = client.user
    user.groups.add(make_asker().groups.get())
    join_gemeente(user=user, gemeente=Gemeente.objects.get(slug="amsterdam"), actor=None)
    assign_account_manager(gemeente=request_.gemeente, user=user, actor=None)
    assert client.get(request_.get_absolute_url()).status_code == 200
    for answer in (client.get(page_of(request_)), client.post(page_of(request_), {})):
        assert answer.headers["Location"] == request_.get_absolute_url()


# As values


def test_answers_and_people_say_the_same() -> None:
    people = contacts_in(ALL)
    assert answers_with(people) == ALL
    assert contacts_in(answers_with(people[:1])) == people[:1]
    assert set(answers_with([])) == set(ALL)
    assert set(ContactForm.base_fields) == set(ALL)


def test_mark_that_is_old_is_refused_by_the_service(asker: User, request_: SupportRequest) -> None:
    seen = mark_of_values(answers_with(contacts_of(request_)))
    change_contacts(request=request_, actor=asker, contacts=contacts_in(ALL), seen=seen)
    with pytest.raises(ChangedMeanwhileError):
        change_contacts(request=request_, actor=asker, contacts=contacts_in(CONTACT), seen=seen)
    assert len(names_of(request_)) == 3

"""While asking: what is known, whom to call, what is confidential, and another kind of help."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from krachtwijken.accounts.services.memberships import assign_account_manager, join_gemeente
from krachtwijken.core.audit import events_of
from krachtwijken.core.models import AuditEvent, Gemeente, ProblemLabel, Wijk
from krachtwijken.core.outbox.models import MailMessage, OutboxRow
from matching.models import KnownCount, RequestContact, RequestDraft, SupportRequest
from matching.requests.enums import RequestKind, RequestStatus
from matching.requests.kinds.registry import course_of
from matching.requests.selectors import (
    contacts_of,
    count_open_about,
    count_open_by_problem,
)
from matching.requests.services.drafts import count_known
from matching.requests.services.kind import change_kind
from matching.requests.taken_over import TakenOver, taken_over
from matching.requests.workflow import WrongStepError
from search.api import find
from tests.factories.accounts import UserFactory
from tests.factories.requests import KIND, make_asker, make_draft, make_request
from tests.factories.wizard import CONTACT, OTHER_CONTACTS, PROBLEM, fill_in_wizard, wizard_answers

KNOWN = "/loket/aanvraag/bekend/?concept=een"
WORD = "kanarievogel"


@pytest.fixture
def gemeente(search_index: Any, as_role: Callable[..., Client]) -> Client:
    client = as_role("gemeente")
    join_gemeente(user=client.user, gemeente=Gemeente.objects.get(slug="arnhem"), actor=None)
    return client


def wijk_pk() -> int:
    return int(Wijk.objects.filter(gemeente__slug="arnhem")[0].pk)


def write_problem(client: Client, text: str = PROBLEM) -> str:
    return str(client.post("/loket/aanvraag/probleem/?concept=een", {"problem": text}).headers["Location"])


# What is known already


def test_problem_leads_to_what_is_known(gemeente: Client) -> None:
    assert write_problem(gemeente) == KNOWN
    page = gemeente.get(KNOWN).content.decode()
    assert "Aanpakken die passen" in page
    assert "Dit is genoeg, ik stop" in page
    assert not KnownCount.objects.exists(), "looking counts nothing"


@pytest.mark.parametrize(
    ("button", "leads_to", "counts"),
    [
        ("genoeg", "/mijn/verzoeken/", [(1, 0)]),
        ("verder", "/loket/aanvraag/wijk/?concept=een", [(0, 1)]),
        ("vorige", "/loket/aanvraag/probleem/?concept=een", []),
        ("stop", "/mijn/verzoeken/", []),
    ],
)
def test_each_button_of_what_is_known(
    gemeente: Client, button: str, leads_to: str, counts: list[tuple[int, int]]
) -> None:
    write_problem(gemeente)
    for _ in range(2):
        assert gemeente.post(KNOWN, {"doe": button}).headers["Location"] == leads_to
    assert list(KnownCount.objects.values_list("stopped", "went_on")) == counts
    assert PROBLEM in gemeente.get("/loket/aanvraag/probleem/?concept=een").content.decode()


def test_count_knows_nobody() -> None:
    assert {field.name for field in KnownCount._meta.get_fields()} == {"id", "day", "stopped", "went_on"}


def test_without_a_text_there_is_nothing_known(gemeente: Client) -> None:
    assert gemeente.get(KNOWN).headers["Location"] == "/loket/aanvraag/"
    gemeente.post("/loket/aanvraag/wijk/?concept=een", {"wijk_id": wijk_pk()})
    assert gemeente.get(KNOWN).headers["Location"] == "/loket/aanvraag/probleem/?concept=een"


def test_draft_of_somebody_else_is_not_counted(search_index: Any) -> None:
    with pytest.raises(PermissionDenied):
        count_known(draft=make_draft(make_asker()), actor=make_asker(), enough=True)


def test_open_requests_about_the_same_are_a_number_and_no_more(
    gemeente: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    (label,) = ProblemLabel.objects.all()[:1]
    stated = [type("Stated", (), {"code": label.pk, "label": label.label})()]
    monkeypatch.setattr("matching.requests.views.known.recognise", lambda text: stated)
    others = [make_request(problem=f"Onrust bij ons, {WORD}.") for _ in range(3)]
    for other in others:
        other.problems.add(label)
    SupportRequest.objects.filter(pk=others[0].pk).update(status=RequestStatus.AFGEROND)
    write_problem(gemeente)
    page = gemeente.get(KNOWN).content.decode()
    assert "Er lopen nu 2 andere verzoeken" in page
    for other in others:
        assert other.reference not in page
    assert WORD not in page


# Confidential and excluded


def test_confidential_request_counts_in_no_public_number_until_its_day(search_index: Any) -> None:
    request = make_request()
    label = ProblemLabel.objects.all()[0]
    request.problems.set([label])
    today = timezone.localdate()
    for until, counted in ((today, 0), (today - timedelta(days=1), 1), (None, 1)):
        SupportRequest.objects.filter(pk=request.pk).update(confidential_until=until)
        assert count_open_about([label.pk]) == counted
        assert count_open_by_problem().get(label.pk, 0) == counted


def test_day_that_is_over_and_no_day_are_refused_beside_the_field(gemeente: Client) -> None:
    address = "/loket/aanvraag/rekening/?concept=een"
    for value in ("2001-01-01", "morgen", "2027-13-01"):
        response = gemeente.post(address, {"excluded": "De aannemer.", "confidential_until": value})
        page = response.content.decode()
        assert response.status_code == 422
        assert 'id="id_confidential_until-error"' in page
        assert "De aannemer." in page


def test_day_comes_back_on_its_page_and_in_the_summary(gemeente: Client) -> None:
    day = timezone.localdate() + timedelta(days=30)
    fill_in_wizard(
        gemeente, "een", wijk_pk(), rekening={"excluded": "Bureau X.", "confidential_until": day.isoformat()}
    )
    assert (
        f'value="{day.isoformat()}"' in gemeente.get("/loket/aanvraag/rekening/?concept=een").content.decode()
    )
    check = gemeente.get("/loket/aanvraag/controle/?concept=een").content.decode()
    assert "Bureau X." in check
    assert "Wat u mag verwachten" in check
    assert 'Wijzig<span class="kw-visually-hidden">: wijk' in check
    assert ": wat u mag verwachten" not in check, "it follows from the kind"
    gemeente.post("/loket/aanvraag/controle/?concept=een")
    request = SupportRequest.objects.get()
    assert (request.confidential_until, request.excluded) == (day, "Bureau X.")


# The kind


def test_kind_is_proposed_with_the_sentence_that_asked_for_it(gemeente: Client) -> None:
    write_problem(gemeente, f"{PROBLEM} Wij zoeken één persoon met gezag die knopen doorhakt.")
    response = gemeente.get("/loket/aanvraag/soort/?concept=een")
    page = response.content.decode()
    assert "Ons voorstel: Een topdog" in page
    assert "die knopen doorhakt" in page
    assert response.context["form"].initial["kind"] == "topdog"
    gemeente.post("/loket/aanvraag/soort/?concept=een", {"kind": "kennisvraag"})
    chosen = gemeente.get("/loket/aanvraag/soort/?concept=een").context["form"]["kind"].value()
    assert chosen == "kennisvraag", "what somebody chose stays"


def test_not_knowing_the_kind_is_an_answer(gemeente: Client, as_role: Callable[..., Client]) -> None:
    pages = wizard_answers(wijk_pk()) | {"soort": {"kind": "weet_niet"}}
    del pages["vragen"]
    for step, answers in pages.items():
        assert gemeente.post(f"/loket/aanvraag/{step}/?concept=een", answers).status_code == 302
    assert (
        "Het loket kiest de soort hulp"
        in gemeente.get("/loket/aanvraag/controle/?concept=een").content.decode()
    )
    gemeente.post("/loket/aanvraag/controle/?concept=een")
    request = SupportRequest.objects.get()
    assert (request.kind, request.own_answers) == ("", {})
    desk = as_role("loket")
    assert "Kies de soort hulp" in desk.get(f"/loket/werkvoorraad/{request.reference}/").content.decode()


def test_own_answers_are_read_by_both_sides(gemeente: Client, as_role: Callable[..., Client]) -> None:
    fill_in_wizard(gemeente, "een", wijk_pk())
    gemeente.post("/loket/aanvraag/controle/?concept=een")
    request = SupportRequest.objects.get()
    assert request.own_answers["topdog"]["termijn"] == "6"
    desk = as_role("loket")
    for page in (
        gemeente.get(request.get_absolute_url()),
        desk.get(f"/loket/werkvoorraad/{request.reference}/"),
    ):
        text = page.content.decode()
        assert "Wat mag deze persoon beslissen?" in text
        assert "Een half jaar" in text
        assert "Binnen 15 werkdagen" in text


def test_desk_changes_the_kind_with_a_reason_that_the_gemeente_reads(
    gemeente: Client, as_role: Callable[..., Client], run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    request = make_request(gemeente.user, kind="topdog", own_mandaat="Beslissen over geld.")
    desk = as_role("loket")
    address = f"/loket/werkvoorraad/{request.reference}/soort/"
    refused = desk.post(address, {"kind": "expertbezoek"})
    assert refused.status_code == 422
    assert "Vul dit in." in refused.content.decode()
    desk.post(address, {"kind": "expertbezoek", "reason": f"Een bezoek is genoeg, {WORD}."})
    request.refresh_from_db()
    assert request.kind == "expertbezoek"
    event = events_of(request).get(action="matching.kind")
    assert event.data == {"from": "topdog", "to": "expertbezoek"}
    page = gemeente.get(request.get_absolute_url()).content.decode()
    assert WORD in page
    assert "Beslissen over geld." in page, "what was answered before is not lost"
    run_outbox()
    assert mailoutbox
    assert not any(WORD in mail.body for mail in mailoutbox)
    (told,) = [mail.body for mail in mailoutbox if "koos de soort hulp" in mail.body]
    assert "bezoek van een deskundige" in told
    assert course_of("expertbezoek").letters.received in told


def test_same_kind_again_changes_nothing(search_index: Any) -> None:
    request, desk = make_request(), UserFactory(role="loket")
    change_kind(request=request, actor=desk, kind=RequestKind.ANALYSE, reason="Zo.")
    assert not request.kind_changes.exists()
    assert not events_of(request).filter(action="matching.kind").exists()
    change_kind(request=request, actor=desk, kind=RequestKind.TOETS, reason="Zo.")
    change = request.kind_changes.get()
    assert (change.before, change.after, change.by) == (RequestKind.ANALYSE, RequestKind.TOETS, desk)


def test_kind_of_what_ended_and_by_who_may_not_stays(search_index: Any) -> None:
    request = make_request()
    with pytest.raises(PermissionDenied):
        change_kind(request=request, actor=make_asker(), kind=RequestKind.TOETS, reason="Zo.")
    SupportRequest.objects.filter(pk=request.pk).update(status=RequestStatus.AFGEROND)
    with pytest.raises(WrongStepError):
        change_kind(request=request, actor=UserFactory(role="loket"), kind=RequestKind.TOETS, reason="Zo.")
    request.refresh_from_db()
    assert request.kind == KIND


# Whom to call


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written, handler = io.StringIO(), logging.StreamHandler()
    handler.setStream(written)
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def send_with_canary(client: Client) -> SupportRequest:
    contact = CONTACT | OTHER_CONTACTS | {
        "contact_name": WORD.title(), "contact_email": f"{WORD}@example.org", "contact_phone": "026 999 88 77",
        "contact_2_name": f"Tweede {WORD}", "contact_2_phone": "026 999 88 78",
        "contact_3_name": f"Derde {WORD}", "contact_3_email": f"derde.{WORD}@example.org",
    }  # fmt: skip
    unwanted = {"excluded": f"Bureau {WORD}.", "confidential_until": ""}
    fill_in_wizard(client, "een", wijk_pk(), contact=contact, rekening=unwanted)
    client.post("/loket/aanvraag/controle/?concept=een")
    return SupportRequest.objects.get()


def test_person_to_call_is_seen_by_the_desk_and_the_gemeente_only(
    gemeente: Client, as_role: Callable[..., Client]
) -> None:
    request = send_with_canary(gemeente)
    manager = as_role("accountmanager")
    assign_account_manager(gemeente=request.gemeente, user=manager.user, actor=None)
    for client, address, seen in (
        (gemeente, request.get_absolute_url(), True),
        (as_role("loket"), f"/loket/werkvoorraad/{request.reference}/", True),
        (manager, request.get_absolute_url(), False),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        for each in (f">{WORD}@example.org", "026 999 88 78", f"derde.{WORD}@example.org", f"Tweede {WORD}"):
            assert (each in answer.content.decode()) is seen
        assert (f"Bureau {WORD}" in answer.content.decode()) is seen
        for function in ("Projectleider", "Wijkmanager", "Jurist"):
            assert function in answer.content.decode()
    for client, address in (
        (as_role("loket"), "/loket/werkvoorraad/"),
        (gemeente, "/mijn/verzoeken/"),
        (Client(), "/loket/"),
    ):
        assert WORD not in client.get(address).content.decode().lower()


def test_person_to_call_is_in_no_log_mail_trail_or_index(
    gemeente: Client,
    as_role: Callable[..., Client],
    run_outbox: Callable[[], int],
    mailoutbox: list[Any],
    log: io.StringIO,
) -> None:
    UserFactory(role="loket")
    request = send_with_canary(gemeente)
    as_role("loket").post(f"/loket/werkvoorraad/{request.reference}/pakken/")
    run_outbox()
    assert len(mailoutbox) >= 2
    texts = [f"{mail.subject} {mail.body} {mail.to}" for mail in mailoutbox]
    texts += [
        json.dumps(list(model.objects.values()), default=str)
        for model in (AuditEvent, MailMessage, OutboxRow)
    ]
    texts += [
        log.getvalue(),
        str(request),
        *(
            f"{row!r} {contact!r}"
            for row, contact in zip(request.contacts.all(), contacts_of(request), strict=True)
        ),
        json.dumps(list(RequestDraft.objects.values()), default=str),
    ]
    assert not [text for text in texts if WORD in text.lower() or "999 88" in text]
    assert [row.email for row in RequestContact.objects.all()] == [
        f"{WORD}@example.org", "", f"derde.{WORD}@example.org",
    ]  # fmt: skip
    found = find(WORD, viewer=gemeente.user)
    assert WORD not in json.dumps([str(hit) for hit in found.hits]).lower()


def test_contact_needs_a_number_or_an_address_and_keeps_what_was_typed(gemeente: Client) -> None:
    response = gemeente.post(
        "/loket/aanvraag/contact/?concept=een", {"contact_name": "M. de Boer", "contact": "Projectleider"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Vul een telefoonnummer of een e-mailadres in." in page
    assert "M. de Boer" in page
    wrong = gemeente.post("/loket/aanvraag/contact/?concept=een", CONTACT | {"contact_email": "geen adres"})
    assert "Dit is geen e-mailadres." in wrong.content.decode()


def test_who_asked_before_is_not_asked_the_same_again(gemeente: Client) -> None:
    fill_in_wizard(gemeente, "een", wijk_pk())
    gemeente.post("/loket/aanvraag/controle/?concept=een")
    page = gemeente.get("/loket/aanvraag/contact/?concept=twee").content.decode()
    for value in CONTACT.values():
        assert value in page
    assert "Overgenomen uit uw vorige aanvraag. Kijk of het klopt." in page
    wijk = gemeente.get("/loket/aanvraag/wijk/?concept=twee")
    assert wijk.context["form"].initial["wijk_id"] == wijk_pk()
    assert "Overgenomen uit uw vorige aanvraag. Kijk of het klopt." in wijk.content.decode()
    assert not RequestDraft.objects.filter(token="twee").exists(), "looking writes nothing"


def test_page_says_whence_it_was_filled_in_until_somebody_kept_it(gemeente: Client) -> None:
    address = "/loket/aanvraag/contact/?concept=een"
    assert "Overgenomen uit uw account. Kijk of het klopt." in gemeente.get(address).content.decode()
    refused = gemeente.post(address, {**CONTACT, "contact_name": ""})
    assert "Overgenomen uit" not in refused.content.decode(), "what stands there now was typed"
    gemeente.post(address, CONTACT)
    assert "Overgenomen uit" not in gemeente.get(address).content.decode()
    named = (
        f"In {Wijk.objects.get(pk=wijk_pk()).name} kennen jongeren elkaar niet. Zij hangen rond op straat."
    )
    gemeente.post("/loket/aanvraag/probleem/?concept=twee", {"problem": named})
    wijk = gemeente.get("/loket/aanvraag/wijk/?concept=twee")
    assert wijk.context["form"].initial["wijk_id"] == wijk_pk()
    assert "Overgenomen uit uw tekst. Kijk of het klopt." in wijk.content.decode()


def test_contact_of_a_colleague_is_not_filled_in(search_index: Any) -> None:
    colleague, person = make_asker(), make_asker(name="Ander")
    make_request(colleague, contact_name=WORD)
    over = taken_over("contact", person, {})
    assert over == TakenOver({"contact_name": "Ander", "contact_email": person.email}, "uw account")


def test_first_request_takes_the_name_of_the_account(search_index: Any) -> None:
    person = make_asker(name="Wijkmanager Oost")
    over = taken_over("contact", person, {})
    assert over.values == {"contact_name": "Wijkmanager Oost", "contact_email": person.email}


def test_draft_of_before_the_person_was_asked_is_sent_without_one(search_index: Any) -> None:
    request = make_request(contact="Wijkmanager, 026 123 45 67", contact_name="")
    (contact,) = contacts_of(request)
    assert contact.function == "Wijkmanager, 026 123 45 67"
    assert contact.name == ""
    over = taken_over("contact", request.created_by, {})
    assert over.values["contact_name"] == request.created_by.name
    assert over.whence == "uw vorige aanvraag en uw account"

"""Files that go along with a request: while asking and in its thread, to be had by its parties only."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from krachtwijken.accounts.services.memberships import assign_account_manager, join_gemeente
from krachtwijken.core.models import AuditEvent, Gemeente
from krachtwijken.core.outbox.models import MailMessage, OutboxRow
from matching.conversation.models import Message
from matching.conversation.services.messages import _make_link, post_message
from matching.merging.services import merge_request
from matching.models import RequestDraft, RequestFile, SupportRequest
from matching.own_data import loket_data_of_profile
from matching.requests.forms.files import tidy_name
from matching.requests.services.draft_files import add_files
from tests.factories.accounts import UserFactory
from tests.factories.contributions import gemeente_client
from tests.factories.documents import pdf
from tests.factories.engagements import make_expert
from tests.factories.files import sent_file
from tests.factories.requests import make_asker, make_draft, make_request

pytestmark = pytest.mark.django_db
PAGE = "/loket/aanvraag/bijlagen/?concept={}"
MEGABYTE = 1024 * 1024
WORD = "kanarievogel"


@pytest.fixture(autouse=True)
def own_disk(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def gemeente(search_index: Any, as_role: Callable[..., Client]) -> Client:
    client = as_role("gemeente")
    join_gemeente(user=client.user, gemeente=Gemeente.objects.get(slug="arnhem"), actor=None)
    return client


@pytest.fixture
def draft(gemeente: Client) -> RequestDraft:
    return make_draft(gemeente.user)


def on_disk(disk: Path) -> list[Path]:
    return [path for path in (disk / "verzoeken").rglob("*") if path.is_file()]


def page_of(draft: RequestDraft) -> str:
    return PAGE.format(draft.token)


def thread_of(request: SupportRequest) -> str:
    return f"/loket/verzoek/{request.reference}/gesprek/"


def address_of(file: RequestFile) -> str:
    assert file.request is not None
    return f"/loket/verzoek/{file.request.reference}/bijlage/{file.pk}/"


def send_in_thread(client: Client, request: SupportRequest, *files: Any, **fields: Any) -> Any:
    return client.post(
        thread_of(request), {"text": "Zie de bijlage.", "token": "een", "files": list(files), **fields}
    )


def request_with_file(client: Client, name: str = "plan.pdf") -> RequestFile:
    draft = make_draft(client.user)
    add_files(actor=draft.user, token=draft.token, files=[sent_file(name=name)])
    client.post(f"/loket/aanvraag/controle/?concept={draft.token}")
    return RequestFile.objects.get(request__isnull=False, message=None)


# While asking


def test_files_stay_with_the_draft_until_they_go_with_the_request(
    gemeente: Client, draft: RequestDraft, own_disk: Path
) -> None:
    files = [sent_file(), sent_file(name="verslag.docx"), sent_file(name="kaart.PNG".lower())]
    assert gemeente.post(page_of(draft), {"files": files, "doe": "voeg-toe"}).status_code == 302
    page = gemeente.get(page_of(draft)).content.decode()
    assert all(name in page for name in ("plan.pdf", "verslag.docx", "kaart.png"))
    assert AuditEvent.objects.get(action="matching.files_added").data == {"files": 3}
    first = RequestFile.objects.order_by("pk")[0]
    gemeente.post(page_of(draft), {"weg": str(first.pk)})
    check = f"/loket/aanvraag/controle/?concept={draft.token}"
    page = gemeente.get(check).content.decode()
    assert "plan.pdf" not in page
    assert "verslag.docx" in page
    gemeente.post(check)
    request = SupportRequest.objects.get()
    assert [file.name for file in RequestFile.objects.filter(request=request, draft=None)] == [
        "verslag.docx",
        "kaart.png",
    ]
    assert "verslag.docx" in gemeente.get(request.get_absolute_url()).content.decode()
    assert all("verslag" not in path.name for path in on_disk(own_disk))


@pytest.mark.parametrize(
    ("button", "leads_to"), [("", "/contact/"), ("vorige", "/rekening/"), ("stop", "/mijn/verzoeken/")]
)
def test_every_button_keeps_what_was_chosen(
    gemeente: Client, draft: RequestDraft, button: str, leads_to: str
) -> None:
    answer = gemeente.post(page_of(draft), {"files": [sent_file()], "doe": button})
    assert leads_to in answer.headers["Location"]
    assert draft.files.count() == 1
    assert leads_to in gemeente.post(page_of(draft), {"doe": button}).headers["Location"]


BAD = {
    "program": (SimpleUploadedFile("plan.exe", b"MZ"), "dit soort bestand nemen wij niet aan"),
    "other content": (SimpleUploadedFile("plan.pdf", b"<html>"), "Dit bestand is geen PDF"),
    "no picture": (SimpleUploadedFile("kaart.png", b"GIF89a"), "Dit bestand is geen PNG"),
    "page of the web": (SimpleUploadedFile("plan.html", b"<html>"), "dit soort bestand nemen wij niet aan"),
    "empty": (SimpleUploadedFile("plan.pdf", b""), "dit bestand is leeg"),
    "too large": (SimpleUploadedFile("plan.pdf", b"%PDF-" + b"x" * 10 * MEGABYTE), "groter dan 10 MB"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_what_may_not_come_along_is_told_beside_the_field(
    gemeente: Client, draft: RequestDraft, own_disk: Path, name: str
) -> None:
    file, told = BAD[name]
    request = make_request(gemeente.user)
    for send in (
        lambda: gemeente.post(page_of(draft), {"files": [file], "doe": "voeg-toe"}),
        lambda: send_in_thread(gemeente, request, file, text="Dit typte ik zelf."),
    ):
        file.seek(0)
        answer = send()
        assert answer.status_code == 422
        assert told in answer.content.decode()
        assert "Kies die dan opnieuw" in answer.content.decode()
    assert "Dit typte ik zelf." in answer.content.decode()
    assert not RequestFile.objects.exists()
    assert not on_disk(own_disk)


def test_number_and_size_count_together(gemeente: Client, draft: RequestDraft) -> None:
    def add(*files: Any) -> Any:
        return gemeente.post(page_of(draft), {"files": list(files), "doe": "voeg-toe"})

    assert "vijf bestanden" in add(*[sent_file(str(number)) for number in range(6)]).content.decode()
    assert add(*[sent_file(str(number)) for number in range(3)]).status_code == 302
    assert add(sent_file("1")).status_code == 302
    assert draft.files.count() == 3, "the same file is kept once"
    assert add(*[sent_file(str(number)) for number in range(7, 10)]).status_code == 422
    large = [SimpleUploadedFile(f"{n}.pdf", pdf(n) + b"\n" * 6 * MEGABYTE) for n in "ab"]
    assert add(large[0]).status_code == 302
    assert "samen groter dan 10 MB" in add(large[1]).content.decode()
    assert draft.files.count() == 4
    assert add().status_code == 422


def test_files_of_another_draft_or_person_are_left_alone(
    gemeente: Client, draft: RequestDraft, as_role: Callable[..., Client]
) -> None:
    add_files(actor=draft.user, token=draft.token, files=[sent_file()])
    file = RequestFile.objects.get()
    other = Client()
    other.force_login(make_asker())
    assert other.get(page_of(draft)).status_code == 302
    other.post(page_of(make_draft(make_asker())), {"weg": str(file.pk)})
    assert RequestFile.objects.get() == file
    assert gemeente.get(f"/loket/verzoek/x/bijlage/{file.pk}/").status_code == 404, "a draft is not served"
    assert as_role("loket").get(page_of(draft)).status_code == 403


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("C:\\werk\\plan.PDF", "plan.pdf"), ("../../plan.pdf", "plan.pdf"), ("pl\u202ean\n.pdf", "plan.pdf"),
        (".pdf", "pdf"), ("a" * 400 + ".docx", "a" * 155 + ".docx"), ("", "bijlage"),
    ],
)  # fmt: skip
def test_names_are_clean(given: str, clean: str) -> None:
    assert tidy_name(given) == clean


# In the thread


def test_parties_have_what_went_along_and_nobody_else(
    gemeente: Client, as_role: Callable[..., Client]
) -> None:
    asked = request_with_file(gemeente)
    request = asked.request
    assert request is not None
    manager, desk = as_role("accountmanager"), as_role("loket")
    assign_account_manager(gemeente=request.gemeente, user=manager.user, actor=None)
    assert send_in_thread(gemeente, request, sent_file("Ja", "ja.pdf")).status_code == 302
    assert send_in_thread(desk, request, sent_file("Nee", "nee.pdf"), token="twee").status_code == 302
    for client in (gemeente, manager, desk):
        page = client.get(thread_of(request)).content.decode()
        for file in RequestFile.objects.all():
            answer = client.get(address_of(file))
            assert b"".join(answer.streaming_content).startswith(b"%PDF-")
            assert answer["Content-Disposition"] == f'attachment; filename="{file.name}"'
            assert answer["Content-Type"] == "application/octet-stream"
            assert answer["X-Content-Type-Options"] == "nosniff"
            assert "no-store" in answer["Cache-Control"]
            assert file.message is None or address_of(file) in page
    strangers = {role: as_role(role) for role in ("expert", "redactie", "kenniscentrum", "beheer")}
    for file in RequestFile.objects.all():
        assert gemeente_client(as_role, "amsterdam").get(address_of(file)).status_code == 404
        assert as_role("accountmanager").get(address_of(file)).status_code == 404
        assert {client.get(address_of(file)).status_code for client in strangers.values()} == {403}
        assert Client().get(address_of(file)).status_code == 302


def test_files_of_a_note_are_of_the_desk(gemeente: Client, as_role: Callable[..., Client]) -> None:
    request, desk = make_request(gemeente.user), as_role("loket")
    send_in_thread(desk, request, sent_file(name="notitie.pdf"), is_internal="on")
    file = RequestFile.objects.get()
    assert desk.get(address_of(file)).status_code == 200
    assert gemeente.get(address_of(file)).status_code == 404
    assert "notitie.pdf" not in gemeente.get(thread_of(request)).content.decode()


def test_same_message_twice_is_one_and_with_another_file_another(gemeente: Client) -> None:
    request = make_request(gemeente.user)
    for file in (sent_file(), sent_file(), sent_file("Een ander plan.")):
        send_in_thread(gemeente, request, file)
    assert (Message.objects.count(), RequestFile.objects.count()) == (2, 2)


def test_link_of_the_mail_takes_files_and_shows_names_only(gemeente: Client, client: Client) -> None:
    request = make_request(gemeente.user)
    address = "/" + _make_link(request, gemeente.user).split("/", 3)[3]
    large = SimpleUploadedFile("plan.pdf", pdf("Plan") + b"\n" * 3 * MEGABYTE)
    form = {"text": "Zie de bijlage.", "token": "een", "files": [large]}
    assert client.post(address, form).status_code == 302
    file = RequestFile.objects.get()
    page = client.get(address).content.decode()
    assert "plan.pdf" in page
    assert address_of(file) not in page
    assert file.by == gemeente.user
    large.seek(0)
    assert client.post("/gesprek/een-sleutel-die-niet-bestaat/", form).status_code == 413


# What is left


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written, handler = io.StringIO(), logging.StreamHandler()
    handler.setStream(written)
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_names_and_contents_are_in_no_log_mail_trail_list_or_index(
    gemeente: Client,
    as_role: Callable[..., Client],
    run_outbox: Callable[[], int],
    mailoutbox: list[Any],
    log: io.StringIO,
) -> None:
    UserFactory(role="loket")
    file = request_with_file(gemeente, f"{WORD}.pdf")
    assert file.request is not None
    send_in_thread(gemeente, file.request, sent_file(WORD, f"{WORD}.docx"))
    run_outbox()
    assert mailoutbox
    texts = [str(mail.message()) for mail in mailoutbox]
    texts += [
        json.dumps(list(model.objects.values()), default=str)
        for model in (AuditEvent, MailMessage, OutboxRow)
    ]
    texts += [log.getvalue(), repr(file), str(file.file)]
    texts += [
        client.get(address).content.decode()
        for client, address in (
            (as_role("loket"), "/loket/werkvoorraad/"), (gemeente, "/mijn/verzoeken/"), (Client(), "/loket/"),
            (gemeente, f"/zoeken/?q={WORD}x"), (gemeente_client(as_role, "amsterdam"), "/mijn/verzoeken/"),
        )
    ]  # fmt: skip
    assert not [text for text in texts if WORD in text.lower().replace(f"{WORD}x", "")]


def test_what_fails_halfway_leaves_no_file(
    gemeente: Client, own_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any, **_fields: Any) -> None:
        raise OSError

    request = make_request(gemeente.user)
    monkeypatch.setattr("matching.conversation.services.messages._tell", fail)
    with pytest.raises(OSError):
        post_message(request=request, actor=request.created_by, text="Zie.", token="een", files=[sent_file()])
    assert not on_disk(own_disk)
    assert not RequestFile.objects.exists()


def test_files_stay_to_be_read_after_merging(gemeente: Client, as_role: Callable[..., Client]) -> None:
    asked = request_with_file(gemeente)
    assert asked.request is not None
    send_in_thread(gemeente, asked.request, sent_file("Ja", "ja.pdf"))
    winner, desk = make_request(gemeente.user), as_role("loket")
    merge_request(request=asked.request, into=winner, actor=desk.user, reason="Hetzelfde.")
    for client, address in (
        (gemeente, winner.get_absolute_url()),
        (desk, f"/loket/werkvoorraad/{winner.reference}/"),
    ):
        page = client.get(address).content.decode()
        assert all(address_of(file) in page for file in RequestFile.objects.all())


def test_number_of_questions_does_not_grow_with_files(
    gemeente: Client, django_assert_max_num_queries: Any
) -> None:
    request = make_request(gemeente.user)
    counts = []
    gemeente.get(thread_of(request))
    for number in range(3):
        send_in_thread(gemeente, request, sent_file(str(number)), sent_file(f"{number}b"), token=str(number))
        with django_assert_max_num_queries(40) as asked:
            gemeente.get(thread_of(request))
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_who_sent_a_file_takes_its_name_along(gemeente: Client) -> None:
    request_with_file(gemeente, "plan.pdf")
    profile = make_expert(gemeente.user)
    (file,) = loket_data_of_profile(profile)["files"]
    assert "plan.pdf" in file.values()
    assert loket_data_of_profile(make_expert())["files"] == []

"""Real requests, mails and jobs with an unmistakable word in every place where somebody puts a secret: no line of the log
holds one (bar S32)."""

import contextlib
import io
import json
import logging
import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from structlog.stdlib import ProcessorFormatter
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from knowledge.models import CaseIndexPage, PracticePage
from knowledge.shortlist.models import Shortlist
from krachtwijken.core import mail
from krachtwijken.core.mail import queue_text
from krachtwijken.core.outbox import drain
from krachtwijken.core.outbox.models import MailMessage, OutboxRow
from krachtwijken.core.outbox.scheduler import run_all
from search.features.answer.models import ProblemStatement
from search.features.saved_searches.alerts import send_alerts
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.links import stop_address
from search.features.saved_searches.services import save_search
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_case

pytestmark = pytest.mark.django_db
WORD = "kanarievogel"
ADDRESS = f"{WORD}@example.org"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the console of the site gets, in the format and with the filters of the settings."""
    handlers = [
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler, logging.StreamHandler) and isinstance(handler.formatter, ProcessorFormatter)
    ]
    written = io.StringIO()
    before = [handler.setStream(written) for handler in handlers]
    assert len(handlers) == 1
    yield written
    for handler, stream in zip(handlers, before, strict=True):
        handler.setStream(stream)


def lines_with(log: io.StringIO, *secrets: str) -> list[str]:
    lines = log.getvalue().splitlines()
    assert lines, "nothing was logged, so nothing was proved"
    return [line for line in lines if any(secret in line for secret in (WORD, *secrets))]


def routes_in(log: io.StringIO) -> set[str]:
    found = (json.loads(line).get("request", "") for line in log.getvalue().splitlines() if line[:1] == "{")
    return {str(request).partition(" ")[2] for request in found}


def test_questions_and_what_is_typed(search_index: Any, client: Client, log: io.StringIO) -> None:
    for address in ("/zoeken/", "/zoeken/aanvullen/", "/zoeken/feed", "/kennis/", "/pool/", "/vergelijken/"):
        client.get(address, {"q": WORD, "pagina": WORD}, headers={"user-agent": WORD, "referer": WORD})
    assert {"search:search", "search:complete", "search:feed", "wagtail_serve"} <= routes_in(log)
    assert lines_with(log) == []


def test_key_of_a_new_password(
    client: Client, log: io.StringIO, run_outbox: Any, mailoutbox: list[Any]
) -> None:
    user = UserFactory(email=ADDRESS)
    client.post("/accounts/password/reset/", {"email": user.email})
    run_outbox()
    link = next(word for word in mailoutbox[0].body.split() if "/reset/key/" in word)
    key = link.rstrip("/").rpartition("-")[2]
    answer = client.get(link.removeprefix("http://testserver"), follow=True)
    client.post(answer.redirect_chain[-1][0], {"password1": WORD, "password2": WORD})
    client.get(link.removeprefix("http://testserver") + "meer/")
    client.post("/accounts/login/", {"login": ADDRESS, "password": WORD})
    assert "account_reset_password_from_key" in routes_in(log)
    assert lines_with(log, key) == []


def test_tokens_of_answers_lists_and_mails(
    search_index: Any, client: Client, log: io.StringIO, run_outbox: Any, mailoutbox: list[Any]
) -> None:
    text = f"In de buurt {WORD} hangen jongeren rond en bewoners zijn bang."
    answer = client.post("/antwoord/", {"text": text}).headers["Location"]
    for address in (answer, f"{answer}bijlage/", f"{answer}oordeel/", f"{answer}weg/"):
        client.get(address)
    client.post(f"{answer}oordeel/", {"key": WORD, "reason": WORD})
    client.post("/lijst/bewaren/", {"page": make_case(title=f"Aanpak {WORD}").pk})
    shortlist = Shortlist.objects.get()
    for part in ("", "bijlage/", "delen/", "overnemen/", "niets/"):
        client.get(f"/lijst/{shortlist.token}/{part}")
        client.post(f"/lijst/{shortlist.token}/{part}", {"title": WORD})
    owner = UserFactory(role="gemeente", email=ADDRESS)
    saved = save_search(owner=owner, name=WORD, frequency=Frequency.DAILY, query=f"q={WORD}")
    stop = stop_address(saved)
    make_case(title=f"{WORD} op straat")
    run_outbox()
    send_alerts(night=timezone.localdate() + timedelta(days=1))
    run_outbox()
    for method in (client.get, client.post):
        method(stop.partition("testserver")[2] or re.sub(r"^https?://[^/]+", "", stop))
    client.force_login(owner)
    client.get(saved.get_absolute_url())
    tokens = [ProblemStatement.objects.get().token, shortlist.token, shortlist.key, saved.token]
    assert {"search:answer_detail", "knowledge:shortlist_detail", "search:saved_stop"} <= routes_in(log)
    assert lines_with(log, *tokens, stop.rstrip("/").rpartition("/")[2]) == []


def test_titles_of_drafts(site_tree: Any, as_role: Callable[..., Client], log: io.StringIO) -> None:
    call_command("set_up_roles", verbosity=0)
    editor, index = as_role("redactie", email=ADDRESS), CaseIndexPage.objects.get()
    form = nested_form_data(
        {
            "title": f"Concept {WORD}", "slug": f"concept-{WORD}", "summary": WORD, "problem_text": WORD,
            "target_group": "x", "goal": "x", "results": "x", "what_did_not_work": "x", "period_from": 2015,
            "approach": {"count": 0}, "attachments": inline_formset([]), "comments": inline_formset([]),
            "body": rich_text(""),
        }
    )  # fmt: skip
    editor.post(f"/admin/pages/add/knowledge/practicepage/{index.pk}/", form)
    texts = dict.fromkeys(
        ("summary", "problem_text", "target_group", "goal", "results", "what_did_not_work"), "x"
    )
    page = PracticePage(title=f"Concept {WORD}", slug=f"ander-{WORD}", period_from=2015, **texts)
    index.add_child(instance=page)
    page.save_revision(user=editor.user, log_action=True).publish()
    editor.get(f"/admin/pages/{page.pk}/edit/", {"next": f"/{WORD}/"})
    editor.get(page.get_url())
    editor.post(f"/admin/pages/{page.pk}/move/{index.pk}/confirm/")
    editor.post(f"/admin/pages/{page.pk}/unpublish/")
    Client().get(page.get_url() or f"/kennis/ander-{WORD}/")
    editor.get("/admin/pages/search/", {"q": WORD})
    editor.get("/admin/choose-page/search/", {"q": WORD})
    editor.post(f"/admin/pages/{page.pk}/delete/")
    assert {"wagtailadmin_pages:edit", "wagtailadmin_pages:delete"} <= routes_in(log)
    assert lines_with(log) == []


class Refusing(socketserver.StreamRequestHandler):
    """A mail server that takes no mail, and cites the address as mail servers do."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            cited = f"550 5.1.1 <{ADDRESS}>: no such person {WORD}\r\n".encode()
            self.wfile.write(cited if line.upper().startswith(b"RCPT") else b"250 ok\r\n")


@pytest.fixture
def refusing_server(settings: Any) -> Iterator[None]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refusing) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.server_address[1]
        yield
        server.shutdown()


def test_addresses_of_mail_that_is_refused(refusing_server: None, log: io.StringIO) -> None:
    queue_text(to=ADDRESS, subject=WORD, body=WORD, key="mail")
    drain()
    assert MailMessage.objects.get().sent_at is None
    assert "SMTPRecipientsRefused" in log.getvalue(), "what went wrong is told"
    assert lines_with(log) == []
    row = OutboxRow.objects.get(topic=mail.TOPIC)
    assert "SMTPRecipientsRefused" in row.last_error
    assert WORD not in row.last_error, "nor does the table of tasks keep it"


def test_what_an_error_says_of_itself(
    site_tree: Any, client: Client, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise ValueError(f"no such thing: '{WORD}', Key (email)=({ADDRESS}) already exists")

    monkeypatch.setattr("search.features.results_page.views.search_page", fail)
    client.raise_request_exception = False
    assert client.get("/zoeken/", {"q": WORD}).status_code == 500
    assert "ValueError: no such thing" in log.getvalue(), "what went wrong is told"
    assert lines_with(log) == []


@pytest.mark.parametrize(
    ("path", "extra"),
    [
        (f"/{WORD}/", {}), (f"/{WORD}", {}), (f"/documents/1/{WORD}.pdf", {}), (f"/zoeken/?q=%00{WORD}", {}),
        ("/zoeken/", {"HTTP_HOST": f"{WORD}.example"}), (f"/é{WORD}/", {}),
    ],
)  # fmt: skip
def test_requests_that_are_refused(
    site_tree: Any, log: io.StringIO, path: str, extra: dict[str, str]
) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for method in (client.get, client.post, client.put):
        method(path, **extra)
    client.post(
        path, {"a": WORD}, secure=True, HTTP_REFERER=f"https://x.example/{WORD}/", HTTP_ORIGIN=f"https://{WORD}.nl"
    )  # fmt: skip
    assert lines_with(log) == []


def test_jobs_of_the_night(site_tree: Any, log: io.StringIO) -> None:
    UserFactory(email=ADDRESS, role="gemeente")
    make_case(title=f"Aanpak {WORD}")
    with contextlib.suppress(Exception):
        run_all(day=timezone.localdate())
    assert lines_with(log) == []

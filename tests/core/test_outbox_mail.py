"""Mail that Wagtail sends goes the way of all mail: written down with its change, in Dutch, sent by the worker."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from wagtail.admin.mail import send_notification
from wagtail.models import Workflow

from krachtwijken.accounts.models import User
from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.settings import mail as mail_settings
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_in_production(settings: Any) -> None:
    """Django's test runner puts a back-end of its own in this place."""
    settings.EMAIL_BACKEND = mail_settings.EMAIL_BACKEND


@pytest.fixture
def reviewer(site_tree: Any) -> User:
    call_command("set_up_roles", verbosity=0)
    return UserFactory(role="redactie", email="beoordelaar@example.org")


def written() -> list[tuple[str, str, str]]:
    return list(MailMessage.objects.order_by("pk").values_list("to", "subject", "body"))


def test_every_receiver_gets_a_mail_of_the_outbox_and_nothing_leaves_yet(
    run_outbox: Callable[[], int],
) -> None:
    EmailMessage("Over\nlezen", "Tekst", to=["een@example.org"], cc=["twee@example.org"]).send()
    assert [(to, subject) for to, subject, _ in written()] == [
        ("een@example.org", "Over lezen"),
        ("twee@example.org", "Over lezen"),
    ]
    assert mail.outbox == []
    run_outbox()
    assert [message.to for message in mail.outbox] == [["een@example.org"], ["twee@example.org"]]


def test_mail_of_a_change_that_was_undone_never_leaves() -> None:
    with transaction.atomic():
        EmailMessage("Over lezen", "Tekst", to=["een@example.org"]).send()
        transaction.set_rollback(True)
    assert written() == []


def test_page_that_is_handed_in_is_told_to_the_redactie_in_dutch(
    reviewer: User, as_role: Callable[..., Client], run_outbox: Callable[[], int]
) -> None:
    writer = as_role("kenniscentrum").user
    page = make_case(title="Tuinen in de wijk").specific
    page.save_revision()
    state = Workflow.objects.get().start(page, writer)
    told = [(subject, body) for to, subject, body in written() if to == reviewer.email]
    assert told
    assert mail.outbox == []
    state.current_task_state.specific.reject(user=reviewer, comment="Noem ook de kosten.")
    back = [(subject, body) for to, subject, body in written() if to == writer.email]
    assert any("Noem ook de kosten." in body for _, body in back)
    for subject, body in [*told, *back]:
        assert "Tuinen in de wijk" in subject + body
        assert not {"The", "has", "been", "You", "can"} & set(f"{subject} {body}".split()), (subject, body)
    run_outbox()
    assert len(mail.outbox) == len(written())


def test_comment_is_told_through_the_outbox(reviewer: User) -> None:
    page = make_case().specific
    facts = {
        "page": page, "editor": UserFactory(), "new_comments": [], "resolved_comments": [],
        "deleted_comments": [], "replied_comments": [],
    }  # fmt: skip
    assert send_notification([reviewer], "updated_comments", facts)
    assert [to for to, _, _ in written()] == [reviewer.email]

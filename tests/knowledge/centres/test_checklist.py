"""The checklist of a peer review: its answers stay, show once published, and the reminders round its term."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, TaskState

from knowledge.centres.assessments import assessment_of
from knowledge.centres.reminders import remind_readers
from knowledge.centres.rules import ChecklistMissingError, term_of
from knowledge.models import CentrePage, PeerAssessment
from krachtwijken.core.outbox.models import MailMessage
from tests.knowledge.centres.test_review import CHECKLIST, send_in, step, user_of
from tests.knowledge.conftest import EditorOf

pytestmark = pytest.mark.django_db
NOTE = "De cijfers komen uit een enquête."


def answer(client: Client, page: Page, action: str, **answers: str) -> int:
    address = f"/admin/pages/workflow/action/{page.pk}/{action}/{step(page).pk}/"
    return client.post(address, answers).status_code


def take_step_of_redactie(client: Client, page: Page) -> None:
    client.post(f"/admin/pages/workflow/action/{page.pk}/approve/{step(page).pk}/", {"comment": ""})


def test_answers_stay_and_show_on_the_page_once_it_is_published(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client], client: Client
) -> None:
    page = send_in(user_of(editor_of(centre)), centre)
    assert answer(editor_of(other), page, "approve", **CHECKLIST, results_note=NOTE, comment="Fijn.") == 302
    kept = PeerAssessment.objects.get()
    assert (kept.page_id, kept.organisation, kept.approved, kept.transfer) == (
        page.pk, other.organisation, True, "nee",
    )  # fmt: skip
    # The redactie has not looked yet.
    assert assessment_of(page) is None
    take_step_of_redactie(as_role("redactie"), page)
    shown = client.get(Page.objects.get(pk=page.pk).url).content.decode()
    text = shown.split('id="beoordeling"')[1].split("</section>")[0]
    assert "Zee en Duin las mee" in text
    assert NOTE in text
    assert "Fijn." not in shown


def test_answers_about_a_version_under_review_do_not_show_on_the_page_that_is_live(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client], client: Client
) -> None:
    writer, reader = editor_of(centre), editor_of(other)
    page = send_in(user_of(writer), centre)
    answer(reader, page, "approve", **CHECKLIST)
    take_step_of_redactie(as_role("redactie"), page)
    live = Page.objects.get(pk=page.pk).specific
    live.save_revision(user=user_of(writer))
    live.get_workflow().start(live, user_of(writer))
    answer(reader, page, "approve", **CHECKLIST, relevance_note="kanarie van de nieuwe versie")
    assert PeerAssessment.objects.filter(relevance_note__contains="kanarie").exists()
    assert "kanarie" not in client.get(live.url).content.decode()


@pytest.mark.parametrize(
    ("action", "answers"),
    [
        ("approve", {}),
        ("approve", {**CHECKLIST, "transfer": ""}),
        ("approve", {**CHECKLIST, "results": "misschien"}),
        ("approve", {**CHECKLIST, "results_note": "Bel 06-12345678."}),
        ("reject", {**CHECKLIST, "comment": ""}),
    ],
)
def test_step_without_its_answers_is_not_taken(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf, action: str, answers: dict[str, str]
) -> None:
    page = send_in(user_of(editor_of(centre)), centre)
    answer(editor_of(other), page, action, **answers)
    assert step(page).status == TaskState.STATUS_IN_PROGRESS
    assert not PeerAssessment.objects.exists()


def test_editor_of_wagtail_cannot_pass_the_checklist_by(
    centre: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client]
) -> None:
    page = send_in(user_of(editor_of(centre)), centre)
    state = step(page)
    redactie = as_role("redactie")
    with time_machine.travel(timezone.now() + timedelta(days=20)), pytest.raises(ChecklistMissingError):
        state.task.specific.on_action(state, user_of(redactie), "approve", comment="Prima.")
    assert step(page).status == TaskState.STATUS_IN_PROGRESS
    assert not PeerAssessment.objects.exists()


def test_answers_of_a_refusal_stay_and_never_show(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf
) -> None:
    page = send_in(user_of(editor_of(centre)), centre)
    answer(editor_of(other), page, "reject", **CHECKLIST, comment="Noem de bron van de cijfers.")
    assert PeerAssessment.objects.get().approved is False
    assert assessment_of(page) is None


def begun(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def test_readers_hear_before_the_end_and_the_redactie_after_it(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client]
) -> None:
    writer, reader = editor_of(centre), editor_of(other)
    as_role("redactie", email="redactie@example.org")
    page = send_in(user_of(writer), centre)
    state = step(page)
    assert remind_readers() == 0
    mails = MailMessage.objects.filter(key__startswith="knowledge.review_")
    for moment, receivers in (
        (term_of(state.started_at) - timedelta(hours=30), {user_of(reader).email}),
        (term_of(state.started_at) + timedelta(hours=1), {user_of(reader).email, "redactie@example.org"}),
    ):
        with time_machine.travel(moment):
            remind_readers()
            remind_readers()
        assert {mail.to for mail in mails.all()} == receivers
        assert mails.count() == len(receivers)
    assert all("Huiskamer" not in mail.body for mail in mails.all())


def test_nobody_hears_of_a_step_that_was_taken(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf
) -> None:
    page = send_in(user_of(editor_of(centre)), centre)
    answer(editor_of(other), page, "approve", **CHECKLIST)
    TaskState.objects.update(started_at=begun(30))
    assert remind_readers() == 0

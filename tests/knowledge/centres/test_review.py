"""The review of a centre's page: another centre reads along, then the redactie; never an author (features 3.8)."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, TaskState, Workflow, WorkflowPage

from knowledge.centres.models import PeerAssessment, PeerReviewTask
from knowledge.centres.rules import peers_of, states_open_to, term_of
from knowledge.centres.services import CENTRE_REVIEW, set_up_every_section
from knowledge.editorial.example_reviews import load_example_reviews
from knowledge.models import CentreIndexPage, CentrePage, PracticePage
from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.examples import load_example_accounts
from krachtwijken.core.models import Organisation
from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.core.trail.models import AuditEvent
from tests.factories.pages import make_centre
from tests.knowledge.conftest import EditorOf

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=8)
CHECKLIST = {"relevance": "ja", "participation": "deels", "results": "ja", "transfer": "nee"}


def user_of(client: Client) -> User:
    return client.user


def send_in(writer: User, centre: CentrePage, title: str = "Huiskamer") -> Page:
    page = PracticePage(
        title=title, slug=title.lower(), summary="Kort.", problem_text="Iets.", target_group="Bewoners", goal="Beter",
        results="Goed", what_did_not_work="Niets", period_from=2015, live=False, owner=writer,
    )  # fmt: skip
    CentrePage.objects.get(pk=centre.pk).add_child(instance=page)
    page.save_revision(user=writer)
    page.get_workflow().start(page, writer)
    return Page.objects.get(pk=page.pk)


def step(page: Page) -> TaskState:
    return Page.objects.get(pk=page.pk).current_workflow_state.current_task_state


def act(
    client: Client, page: Page, action: str = "approve", comment: str = "", state: TaskState | None = None
) -> bool:
    """Whether the step was taken. Wagtail refuses with a 403, or sends back to its front page."""
    aimed_at = state or step(page)
    before = aimed_at.status
    answer = client.post(
        f"/admin/pages/workflow/action/{page.pk}/{action}/{aimed_at.pk}/",
        {**CHECKLIST, "comment": comment or "Goed."},
    )
    assert answer.status_code in {302, 403}
    aimed_at.refresh_from_db()
    return bool(aimed_at.status != before)


def make_late(page: Page) -> None:
    TaskState.objects.filter(pk=step(page).pk).update(started_at=timezone.now() - LONG_AGO)


def is_at_peers(page: Page) -> bool:
    return isinstance(step(page).task.specific, PeerReviewTask)


def test_every_centre_has_the_review_in_two_steps(centre: CentrePage, other: CentrePage) -> None:
    workflow = Workflow.objects.get(name=CENTRE_REVIEW)
    assert [task.name for task in workflow.tasks] == [
        "Meelezen door een ander kenniscentrum",
        "Beoordeling door de redactie",
    ]
    assert set(WorkflowPage.objects.filter(workflow=workflow).values_list("page", flat=True)) == {
        centre.pk,
        other.pk,
    }


def test_review_that_beheer_chose_for_a_centre_stays(centre: CentrePage) -> None:
    chosen = Workflow.objects.create(name="Anders")
    WorkflowPage.objects.filter(page=centre).update(workflow=chosen)
    set_up_every_section()
    assert WorkflowPage.objects.get(page=centre).workflow == chosen


def test_other_centre_and_redactie_make_it_public(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client]
) -> None:
    writer, peer, redactie = editor_of(centre), editor_of(other), as_role("redactie")
    page = send_in(user_of(writer), centre)
    front = peer.get("/admin/").content.decode()
    assert "Huiskamer" in front
    assert "Akkoord" in front
    preview = f"/admin/pages/workflow/preview/{page.pk}/{step(page).task_id}/"
    assert peer.get(preview).status_code == 200
    assert act(peer, page)
    assert not is_at_peers(page)
    assert not Page.objects.get(pk=page.pk).live
    assert not act(peer, page)
    assert act(redactie, page)
    assert Page.objects.get(pk=page.pk).live
    told = AuditEvent.objects.get(action="centre.peer_approved")
    assert (told.actor_id, told.target_id) == (user_of(peer).pk, str(page.pk))


def test_sent_back_it_returns_to_the_other_centre(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf
) -> None:
    writer, peer = editor_of(centre), editor_of(other)
    page = send_in(user_of(writer), centre)
    assert act(peer, page, "reject", "Noem cijfers.")
    state = Page.objects.get(pk=page.pk).current_workflow_state
    assert state.status == state.STATUS_NEEDS_CHANGES
    assert not act(peer, page)
    state.refresh_from_db()
    state.resume(user_of(writer))
    assert is_at_peers(page)
    assert AuditEvent.objects.filter(action="centre.peer_rejected").count() == 1


# --- who may not ---


def test_own_centre_does_not_read_along(centre: CentrePage, other: CentrePage, editor_of: EditorOf) -> None:
    writer, colleague = editor_of(centre), editor_of(centre)
    page = send_in(user_of(writer), centre)
    for client in (writer, colleague):
        assert not act(client, page)
        assert not act(client, page, "reject")
    assert is_at_peers(page)


def test_author_who_works_for_two_centres_does_not_read_along(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client]
) -> None:
    writer = editor_of(other)
    page = send_in(user_of(writer), centre)
    assert not act(writer, page)
    make_late(page)
    assert not act(writer, page)


@pytest.mark.parametrize("role", ["redactie", "beheer", "loket", "gemeente", "expert"])
def test_within_the_term_nobody_else_does(
    centre: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client], role: str
) -> None:
    page = send_in(user_of(editor_of(centre)), centre)
    assert not act(as_role(role), page)
    assert is_at_peers(page)


def test_after_the_term_the_redactie_does_and_still_judges(
    centre: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client]
) -> None:
    page, redactie = send_in(user_of(editor_of(centre)), centre), as_role("redactie")
    assert not states_open_to(user_of(redactie), [step(page)])
    make_late(page)
    assert states_open_to(user_of(redactie), [step(page)])
    assert act(redactie, page)
    assert not is_at_peers(page)
    assert not Page.objects.get(pk=page.pk).live


def test_redactie_that_wrote_it_waits_for_somebody_else(
    centre: CentrePage, as_role: Callable[..., Client]
) -> None:
    writer, second = as_role("redactie"), as_role("redactie")
    page = send_in(user_of(writer), centre)
    make_late(page)
    assert not act(writer, page)
    assert act(second, page)


def test_editor_whose_centre_ended_and_editor_without_one_do_not(
    centre: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client]
) -> None:
    ended = editor_of(make_centre("Voorbij", active_until=2012))
    page = send_in(user_of(editor_of(centre)), centre)
    assert not act(ended, page)
    assert not act(as_role("kenniscentrum"), page)


def test_step_of_another_page_is_not_taken_by_a_forged_address(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf
) -> None:
    """The address names a page that this editor may judge, and the step of the own page."""
    first, second = editor_of(centre), editor_of(other)
    own, theirs = send_in(user_of(first), centre, "Eigen"), send_in(user_of(second), other, "Andere")
    assert not act(first, theirs, state=step(own))
    assert is_at_peers(own)


def test_reader_does_not_come_into_the_editor(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf
) -> None:
    peer = editor_of(other)
    page = send_in(user_of(editor_of(centre)), centre)
    for address in ("edit", "delete", "history", "view_draft", "unpublish"):
        answer = peer.get(f"/admin/pages/{page.pk}/{address}/")
        assert (answer.status_code, answer.get("Location")) in {(403, None), (302, "/admin/")}, address
    answer = peer.post(f"/admin/pages/{page.pk}/edit/", {"title": "Overgenomen"})
    assert answer.status_code in {302, 403}
    assert Page.objects.get(pk=page.pk).title == "Huiskamer"


def test_page_is_hidden_again_when_the_step_was_taken(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf
) -> None:
    peer = editor_of(other)
    page = send_in(user_of(editor_of(centre)), centre)
    preview = f"/admin/pages/workflow/preview/{page.pk}/{step(page).task_id}/"
    act(peer, page)
    assert peer.get(preview).status_code == 403
    assert "Huiskamer" not in peer.get("/admin/").content.decode()


def test_writer_does_not_edit_what_is_being_read(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf
) -> None:
    writer = editor_of(centre)
    page = send_in(user_of(writer), centre)
    assert page.get_lock().for_user(user_of(writer))
    assert not page.permissions_for_user(user_of(writer)).can_publish()


# --- the term ---


@pytest.mark.parametrize(
    ("begun", "ends"),
    [
        ("2026-11-02", "2026-11-09"),  # Monday
        ("2026-11-06", "2026-11-13"),  # Friday
        ("2026-11-07", "2026-11-13"),  # Saturday
        ("2026-12-24", "2027-01-04"),  # Christmas and New Year in between
    ],
)
def test_term_counts_working_days(settings: Any, begun: str, ends: str) -> None:
    settings.PEER_REVIEW_WORKING_DAYS = 5
    moment = timezone.make_aware(datetime.fromisoformat(f"{begun}T12:00"))
    assert term_of(moment).date().isoformat() == ends


def test_number_of_questions_does_not_grow_with_the_work_list(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf
) -> None:
    peer, writer = user_of(editor_of(other)), user_of(editor_of(centre))
    task, asked = PeerReviewTask.objects.get(), []
    for number in range(3):
        send_in(writer, centre, f"Stap{number}")
        with CaptureQueriesContext(connection) as questions:
            found = task.get_task_states_user_can_moderate(User.objects.get(pk=peer.pk))
            assert len(found) == number + 1
        asked.append(len(questions))
    assert asked[0] == asked[2]


# --- mail ---


def mailed() -> list[tuple[str, str]]:
    return list(MailMessage.objects.order_by("pk").values_list("to", "subject"))


def test_mail_goes_through_the_outbox_to_whoever_is_next(
    centre: CentrePage, other: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client]
) -> None:
    writer, colleague, peer = editor_of(centre), editor_of(centre), editor_of(other)
    redactie = as_role("redactie")
    assert peers_of(centre) == [user_of(peer)]
    page = send_in(user_of(writer), centre)
    waits = "Er wacht een pagina van Bos en Hei op beoordeling"
    assert mailed() == [(user_of(peer).email, waits)]
    act(peer, page)
    assert mailed()[1:] == [(user_of(redactie).email, waits)]
    act(redactie, page)
    assert mailed()[2:] == [(user_of(writer).email, "Uw pagina is gepubliceerd")]
    assert user_of(colleague).email not in dict(mailed())
    assert mail.outbox == []
    assert not any(
        "Huiskamer" in message.body for message in MailMessage.objects.exclude(to=user_of(writer).email)
    )


def test_writer_hears_why_it_came_back(centre: CentrePage, other: CentrePage, editor_of: EditorOf) -> None:
    writer = user_of(editor_of(centre))
    act(editor_of(other), send_in(writer, centre), "reject", "Noem cijfers.")
    message = MailMessage.objects.get(to=writer.email)
    assert "aanpassing nodig" in message.subject
    assert "Noem cijfers." in message.body
    assert mail.outbox == []


def test_without_another_centre_the_redactie_hears_from_when(
    centre: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client]
) -> None:
    redactie = user_of(as_role("redactie"))
    send_in(user_of(editor_of(centre)), centre)
    message = MailMessage.objects.get()
    assert message.to == redactie.email
    assert "Na 5 werkdagen" in message.body


def test_example_content_has_a_case_in_each_state_of_the_review_at_three_centres(
    site_tree: Any, settings: Any
) -> None:
    settings.EXAMPLE_CONTENT_ALLOWED = True
    assert load_example_reviews() == 0
    load_example_accounts()
    for organisation in Organisation.objects.filter(slug__in=("movisie", "platform31", "ccv")):
        page = CentrePage(title=organisation.name, summary="Kort.", organisation=organisation)
        CentreIndexPage.objects.get().add_child(instance=page)
        page.save_revision().publish()
    assert load_example_reviews() == 15
    at_centres = PracticePage.objects.descendant_of(CentreIndexPage.objects.get())
    assert at_centres.count() == 15
    assert at_centres.live().count() == PeerAssessment.objects.filter(page__live=True).count() == 3
    states = Counter(
        (state.status, state.task.name)
        for state in TaskState.objects.filter(workflow_state__current_task_state_id=F("pk"))
    )
    assert sorted(states.values()) == [3, 3, 3, 3]
    assert load_example_reviews() == 0

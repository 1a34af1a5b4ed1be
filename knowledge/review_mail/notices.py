"""Who hears of the review of a centre's page, through the outbox; Wagtail itself keeps silent about these pages
(`silence.py`). The title is told to the one who sent it in only, and of what a gemeente shared to the centre that changes it."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from knowledge.centres.models import PeerReviewTask, is_change_asked
from knowledge.centres.rules import centre_of, editors_of, peers_of
from knowledge.contributions.models import Contribution
from knowledge.models.centre import CentrePage
from knowledge.review_mail.silence import is_in_bulk, take_over_notices
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.core.mail import queue_mail


def tell_readers(instance: TaskState, user: User | None = None, **_signal: Any) -> None:
    """Whoever may take this step; where there is no other centre, the redactie."""
    state = instance.workflow_state
    centre = _centre_at(state)
    if centre is None or is_in_bulk():
        return
    is_peer_step = isinstance(instance.task.specific, PeerReviewTask)
    people = peers_of(centre) if is_peer_step else []
    for person in people or users_with_role(Role.REDACTIE):
        if person == user or person.pk == state.requested_by_id:
            continue
        queue_mail(
            to=person.email,
            template="mail/centre_review_new.txt",
            context={
                "centre": centre.title,
                "is_peer": bool(people),
                "days": settings.PEER_REVIEW_WORKING_DAYS if is_peer_step else 0,
            },
            key=f"knowledge.review:{instance.pk}:{person.pk}",
        )


def tell_writer(instance: WorkflowState, user: User | None = None, **signal: Any) -> None:
    """Published, or sent back with a reason. Who shared a case from outside the content management hears it as of every
    contribution (`contributions.services.following`); of that the centre hears what its reader wants changed."""
    writer, centre = instance.requested_by, _centre_at(instance)
    if centre is None:
        return
    if _is_contributed(instance):
        if signal["signal"] is workflow_rejected and is_change_asked(instance):
            _tell_centre_to_change(instance, centre)
        return
    if writer is None or not writer.is_active or writer == user:
        return
    step = instance.current_task_state
    page = instance.content_object
    queue_mail(
        to=writer.email,
        template="mail/centre_review_done.txt",
        context={
            "title": page.get_admin_display_title(),
            "approved": signal["signal"] is workflow_approved,
            "comment": step.comment if step else "",
            "url": f"{settings.BASE_URL}{reverse('wagtailadmin_pages:edit', args=[page.pk])}",
        },
        key=f"knowledge.reviewed:{instance.pk}:{step.pk if step else 0}",
    )


def _is_contributed(state: WorkflowState) -> bool:
    """Sent in by its author, from outside the content management."""
    return Contribution.objects.filter(page=int(state.object_id), author=state.requested_by_id).exists()


def _tell_centre_to_change(state: WorkflowState, centre: CentrePage) -> None:
    """Its author cannot come there. A centre without editors leaves it to the redactie."""
    step, page = state.current_task_state, state.content_object
    for person in editors_of(centre) or users_with_role(Role.REDACTIE):
        queue_mail(
            to=person.email,
            template="mail/centre_review_change.txt",
            context={
                "centre": centre.title,
                "title": page.get_admin_display_title(),
                "comment": step.comment,
                "url": f"{settings.BASE_URL}{reverse('wagtailadmin_pages:edit', args=[page.pk])}",
            },
            key=f"knowledge.change:{step.pk}:{person.pk}",
        )


def _centre_at(state: WorkflowState) -> CentrePage | None:
    if state.base_content_type.model_class() is not Page:
        return None
    page = Page.objects.filter(pk=int(state.object_id)).first()
    return centre_of(page) if page is not None else None


def watch_reviews() -> None:
    """Repeatable: called once by AppConfig.ready()."""
    take_over_notices()
    task_submitted.connect(tell_readers, dispatch_uid="knowledge.centre_review")
    workflow_approved.connect(tell_writer, dispatch_uid="knowledge.centre_review_done")
    workflow_rejected.connect(tell_writer, dispatch_uid="knowledge.centre_review_done")

"""What Wagtail tells of the pages that contributions became."""

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.models import Page, WorkflowState
from wagtail.signals import page_published, workflow_rejected

from knowledge.centres.models import is_change_asked
from knowledge.contributions.services.following import PAGE_GONE, mark_published, mark_refused
from krachtwijken.accounts.acting import current_actor


def note_published(instance: Page, **_signal: Any) -> None:
    mark_published(page=instance.pk, actor=current_actor())


def note_refused(instance: WorkflowState, user: Any = None, **_signal: Any) -> None:
    """Only the redactie refuses: what another centre wants changed in the section of a centre stays in review."""
    if instance.base_content_type.model_class() is not Page or is_change_asked(instance):
        return
    last = instance.task_states.exclude(comment="").order_by("finished_at").last()
    mark_refused(
        page=int(instance.object_id), actor=user or current_actor(), reason=last.comment if last else ""
    )


def note_removed(instance: Page, **_signal: Any) -> None:
    mark_refused(page=instance.pk, actor=current_actor(), reason=PAGE_GONE)


def watch_contributed_pages() -> None:
    """Repeatable: called once by AppConfig.ready()."""
    page_published.connect(note_published, dispatch_uid="knowledge.contribution_published")
    workflow_rejected.connect(note_refused, dispatch_uid="knowledge.contribution_refused")
    pre_delete.connect(note_removed, sender=Page, dispatch_uid="knowledge.contribution_removed")

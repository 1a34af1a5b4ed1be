"""Of which reviews Wagtail keeps silent: it sends mail while somebody waits, inside the transaction, one a page and a reader.

Of a contribution the outbox tells author and redactie (`contributions/services/notify.py`), of the page of a centre its readers
and writer (`notices.py` beside this), and of a whole import one mail a reader (`importing/telling.py`): then `notices.py` keeps
silent as well.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
    WorkflowStateSubmissionEmailNotifier,
)
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from knowledge.centres.rules import centre_of
from knowledge.contributions.models import Contribution

_in_bulk: ContextVar[bool] = ContextVar("review_mail_in_bulk", default=False)


@contextmanager
def without_review_mail() -> Iterator[None]:
    """For who puts many pages into review and tells of all of them at once."""
    token = _in_bulk.set(True)
    try:
        yield
    finally:
        _in_bulk.reset(token)


def is_in_bulk() -> bool:
    return _in_bulk.get()


class _Quiet:
    """Before a notifier of Wagtail: asks first what it is about."""

    def can_handle(self, instance: TaskState | WorkflowState, **kwargs: Any) -> bool:
        workflow_state = instance.workflow_state if isinstance(instance, TaskState) else instance
        silent = is_in_bulk() or _is_told_by_us(workflow_state)
        return not silent and bool(super().can_handle(instance, **kwargs))  # type: ignore[misc] # of the notifier


def _is_told_by_us(workflow_state: WorkflowState) -> bool:
    if workflow_state.base_content_type.model_class() is not Page:
        return False
    if Contribution.objects.filter(page=int(workflow_state.object_id)).exists():
        return True
    page = Page.objects.filter(pk=int(workflow_state.object_id)).first()
    return page is not None and centre_of(page) is not None


class _TaskSubmitted(_Quiet, GroupApprovalTaskStateSubmissionEmailNotifier):
    pass


class _Submitted(_Quiet, WorkflowStateSubmissionEmailNotifier):
    pass


class _Approved(_Quiet, WorkflowStateApprovalEmailNotifier):
    pass


class _Rejected(_Quiet, WorkflowStateRejectionEmailNotifier):
    pass


# Kept here: signals hold their receivers by a weak reference.
_NOTIFIERS = (
    (task_submitted, TaskState, _TaskSubmitted(), "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, _Submitted(), "workflow_state_submitted_email_notification"),
    (workflow_approved, WorkflowState, _Approved(), "workflow_state_approved_email_notification"),
    (workflow_rejected, WorkflowState, _Rejected(), "workflow_state_rejected_email_notification"),
)


def take_over_notices() -> None:
    """Under Wagtail's own names: a signal takes one receiver of a name, and this app stands before Wagtail in
    INSTALLED_APPS (`tests/knowledge/contributions/test_sending.py` sees it when that changes)."""
    for signal, sender, notifier, name in _NOTIFIERS:
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(notifier, sender=sender, dispatch_uid=name)

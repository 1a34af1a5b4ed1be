"""Near the end of the term of a peer review the readers hear once more; at its end it is the turn of the redactie."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState

from knowledge.centres.models import PeerReviewTask
from knowledge.centres.rules import states_open_to, term_of
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.core.mail import queue_mail
from krachtwijken.core.scheduler import nightly

BEFORE_END = timedelta(days=2)


@nightly("knowledge.reviews")
def look_at_reviews() -> None:
    remind_readers()


@transaction.atomic
def remind_readers() -> int:
    """Repeatable: a person hears again when another page came to this point, in one mail for all. Returns how many mails."""
    now = timezone.now()
    waiting = list(
        TaskState.objects.filter(
            task__in=PeerReviewTask.objects.all(),
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type__app_label=Page._meta.app_label,
        ).select_related("workflow_state", "revision")
    )
    soon = _pick(waiting, lambda term: term - BEFORE_END <= now < term)
    over = _pick(waiting, lambda term: now >= term)
    return _tell(users_with_role(Role.KENNISCENTRUM), soon, over=False) + _tell(
        users_with_role(Role.REDACTIE), over, over=True
    )


def _pick(states: Iterable[TaskState], fits: Callable[[datetime], bool]) -> list[TaskState]:
    return [state for state in states if fits(term_of(state.started_at))]


def _tell(people: Iterable[User], states: Sequence[TaskState], *, over: bool) -> int:
    told = 0
    for person in people if states else ():
        theirs = states_open_to(person, states)
        if not theirs:
            continue
        newest = max(state.pk for state in theirs)
        queue_mail(
            to=person.email,
            template="mail/centre_review_reminder.txt",
            context={"count": len(theirs), "over": over},
            key=f"knowledge.review_{'over' if over else 'soon'}:{newest}:{person.pk}",
        )
        told += 1
    return told

"""At night: who may come to a joint session is reminded of it, once."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from krachtwijken.core import audit
from krachtwijken.core.audit import events_of
from krachtwijken.core.one_by_one import run_one_by_one
from krachtwijken.core.scheduler import nightly
from krachtwijken.core.working_days import working_days_after
from matching.joint.enums import SessionReply
from matching.joint.letters import tell_of_session
from matching.joint.models import JointQuestion
from matching.joint.selectors import PLANNED
from matching.models import SupportRequest
from matching.requests.workflow import TALKING

# So many working days before it, and never on the day after the invitation. A first proposal.
REMIND_BEFORE = 3
LEFT_IN_PEACE = timedelta(days=1)


@nightly("matching.sessions")
def remind_of_sessions() -> None:
    """Repeatable: each day once, in a transaction of its own."""
    today = timezone.localdate()
    rows = JointQuestion.objects.filter(session_on__gt=today).order_by("pk")
    run_one_by_one(
        rows.values_list("pk", flat=True),
        lambda pk: remind_of_session(pk=pk, today=today),
        name="matching.sessions",
    )


@transaction.atomic
def remind_of_session(*, pk: int, today: date) -> None:
    """Repeatable. A gemeente that does not come, or whose request ended, hears nothing; one that said nothing is asked again."""
    linked = SupportRequest.objects.select_for_update().filter(joint_member__joint=pk).order_by("pk")
    requests = {one.pk: one for one in linked}
    fresh = JointQuestion.objects.select_for_update().filter(pk=pk).first()
    if fresh is None or not _is_due(fresh, today):
        return
    fresh.reminded_for = fresh.session_on
    fresh.save(update_fields=["reminded_for"])
    event = audit.record(actor=None, action="matching.session_reminded", target=fresh)
    for member in fresh.members.exclude(reply=SessionReply.STAYS_AWAY):
        request = requests.get(member.request_id)
        if request is not None and request.status in TALKING:
            tell_of_session(
                request, fresh, f"session-reminder:{event.pk}", template="loket_session_reminder",
                answered="ja" if member.reply else "",
            )  # fmt: skip


def _is_due(joint: JointQuestion, today: date) -> bool:
    """Another day than the one that they were reminded of is one more time."""
    day = joint.session_on
    if day is None or day <= today or joint.reminded_for == day:
        return False
    asked = events_of(joint).filter(action=PLANNED).last()
    rests = asked is not None and timezone.localdate(asked.at) + LEFT_IN_PEACE >= today
    return working_days_after(today, day) <= REMIND_BEFORE and not rests

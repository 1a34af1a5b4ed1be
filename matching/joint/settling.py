"""What becomes of a joint session when one of its requests ends or is taken out."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from matching.joint.models import JointQuestion
from matching.joint.selectors import FEWEST, OFF
from matching.models import SupportRequest
from matching.requests.services.forgetting import ENDED
from matching.requests.services.notify import tell_gemeente, tell_handler
from matching.requests.workflow import TALKING


def settle_joint_of_request(payload: dict[str, Any]) -> None:
    """Repeatable."""
    settle_joint(pk=payload["request"])


@transaction.atomic
def settle_joint(*, pk: int) -> None:
    """Repeatable. Of a request that ended while a joint session was still to come: with two left it goes on, and this gemeente
    asks the loket whether it comes; with fewer there is nothing joint any more, and all of them hear so. The note stays to be
    read."""
    linked = SupportRequest.objects.filter(joint_member__joint__members__request=pk)
    requests = list(SupportRequest.objects.select_for_update().filter(pk__in=linked).order_by("pk"))
    fresh = JointQuestion.objects.select_for_update().filter(members__request=pk).first()
    ended = next((one for one in requests if one.pk == pk and one.status in ENDED), None)
    if fresh is None or ended is None or fresh.session_on is None or fresh.session_on < timezone.localdate():
        return
    if sum(one.status in TALKING for one in requests) >= FEWEST:
        _tell(ended, "loket_session_left", f"session-left:{_key_of(fresh)}", _day_of(fresh))
        return
    drop_session(fresh, requests, actor=None)


def settle_unlinked(
    joint: JointQuestion, gone: SupportRequest, left: Sequence[SupportRequest], *, actor: User
) -> None:
    """Of rows that are locked: `gone` was taken out of a question whose session is still to come. Its gemeente hears that it
    needs not come; with fewer than two of the others that still run the session is off, and they hear that."""
    if joint.session_on is None or joint.session_on < timezone.localdate():
        return
    if gone.status in TALKING:
        key = f"session-unlinked:{_key_of(joint)}"
        tell_gemeente(gone, key, template="mail/loket_session_unlinked.txt", day=_day_of(joint))
    if sum(one.status in TALKING for one in left) < FEWEST:
        drop_session(joint, left, actor=actor)


def drop_session(joint: JointQuestion, requests: Sequence[SupportRequest], *, actor: User | None) -> None:
    """Of rows that are locked, with a day. All of them hear it, and read it on their page (`is_called_off`)."""
    key, day = f"session-off:{_key_of(joint)}", _day_of(joint)
    joint.session_on = joint.session_time = None
    joint.plan_number += 1
    joint.save(update_fields=["session_on", "session_time", "plan_number"])
    audit.record(actor=actor, action=OFF, target=joint)
    for one in requests:
        _tell(one, "loket_session_off", key, day)


def _day_of(joint: JointQuestion) -> str:
    return date_format(joint.session_on, "j F Y") if joint.session_on else ""


def _key_of(joint: JointQuestion) -> str:
    return f"{joint.pk}:{joint.session_on:%Y%m%d}"


def _tell(request: SupportRequest, template: str, key: str, day: str) -> None:
    """The gemeente, and who of the loket has it in hand."""
    tell_gemeente(request, key, template=f"mail/{template}.txt", day=day)
    tell_handler(request, f"mail/{template}_desk.txt", f"{key}:desk", day=day)

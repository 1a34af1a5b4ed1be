"""Make two requests of one gemeente one: one ends, the other goes on and shows what stood with the first."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import audit, retention
from matching.conversation.enums import PromiseState
from matching.conversation.services.messages import revoke_links
from matching.joint.services import remove_link
from matching.mail_in.enums import MailState
from matching.merging.models import MergedRequest
from matching.merging.rules import find_obstacles
from matching.models import IncomingMail, JointMember, Promise, RuleReport, SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.rules import may_handle
from matching.requests.services.forgetting import AT_ONCE, ENDED, REMOVED, TEXTS_KEPT
from matching.requests.services.notify import queue_about, tell_gemeente
from matching.requests.services.steps import move_request
from matching.requests.workflow import WrongStepError


@transaction.atomic
def merge_request(
    *, request: SupportRequest, into: SupportRequest, actor: User, reason: str
) -> MergedRequest:
    """Repeatable. `request` ends as samengevoegd; what must go on is moved, the rest is shown with `into`."""
    if not may_handle(actor):
        raise PermissionDenied
    loser, winner = _lock_both(request, into)
    merged = MergedRequest.objects.filter(request=loser, into=winner).first()
    if merged is not None:
        return merged
    obstacles = find_obstacles(loser, winner)
    if obstacles:
        raise WrongStepError(" ".join(obstacles))
    moved = _move_what_goes_on(loser, winner, actor)
    merged = MergedRequest.objects.create(request=loser, into=winner, reason=reason)
    # What had gone on in this one is to be found where this one goes on.
    MergedRequest.objects.filter(into=loser).update(into=winner)
    move_request(loser, RequestStatus.SAMENGEVOEGD, actor)
    revoke_links(request=loser)
    audit.record(actor=actor, action="matching.merged", target=loser, data={"into": winner.pk, **moved})
    audit.record(actor=actor, action="matching.merged_from", target=winner, data={"from": loser.pk})
    _tell(loser, winner, actor, reason)
    return merged


def _lock_both(request: SupportRequest, into: SupportRequest) -> tuple[SupportRequest, SupportRequest]:
    """In the order of their numbers: two who merge the same never wait for each other."""
    rows = SupportRequest.objects.select_for_update(of=("self",)).filter(pk__in=(request.pk, into.pk))
    both = {row.pk: row for row in rows.order_by("pk")}
    return both[request.pk], both[into.pk]


def _move_what_goes_on(loser: SupportRequest, winner: SupportRequest, actor: User) -> dict[str, int]:
    """Open promises and mail that waits have somebody who acts on them; a rule and a joint question are counted."""
    promises = Promise.objects.filter(request=loser, state=PromiseState.OPEN).update(request=winner)
    mails = IncomingMail.objects.filter(request=loser, state=MailState.WAITING).update(request=winner)
    if not RuleReport.objects.filter(request=winner).exists():
        RuleReport.objects.filter(request=loser).update(request=winner)
    joined = JointMember.objects.filter(request=loser)
    if JointMember.objects.filter(request=winner).exists():
        if joined.exists():
            remove_link(request=loser, actor=actor)
    else:
        joined.update(request=winner)
    return {"promises": promises, "mails": mails}


def _tell(loser: SupportRequest, winner: SupportRequest, actor: User, reason: str) -> None:
    """Everybody of the gemeente, and the owner of the one that goes on when somebody else did it."""
    words = {
        "into": winner.reference, "reason": reason,
        "into_path": reverse("matching:status", args=[winner.reference]),
    }  # fmt: skip
    tell_gemeente(loser, f"merged:{winner.pk}", template="mail/loket_merged.txt", **words)
    owner = winner.handler
    if owner is not None and owner.pk != actor.pk:
        queue_about(
            owner.email,
            "mail/loket_merged_desk.txt",
            winner,
            f"merged-from:{loser.pk}",
            other=loser.reference,
        )


@retention.register_rule("matching.merging")
@transaction.atomic
def forget_reasons() -> int:
    """Repeatable. Why, five years after the end; which went on in which stays."""
    before = timezone.now() - TEXTS_KEPT
    old = MergedRequest.objects.filter(request__status__in=ENDED, request__status_since__lt=before)
    pks = list(old.exclude(reason=REMOVED).values_list("pk", flat=True)[:AT_ONCE])
    return MergedRequest.objects.filter(pk__in=pks).update(reason=REMOVED)

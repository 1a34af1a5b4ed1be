"""Link requests that ask the same, undo that, and invite all of them to a joint session."""

from datetime import date, time

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from krachtwijken.accounts.models import User
from krachtwijken.core import audit, retention
from krachtwijken.core.versions import refuse_stale
from matching.joint.letters import tell_of_session
from matching.joint.models import JointMember, JointQuestion
from matching.joint.selectors import joint_of, session_plan_of
from matching.joint.settling import settle_unlinked
from matching.models import SupportRequest
from matching.requests.rules import may_handle
from matching.requests.services.forgetting import AT_ONCE, ENDED, REMOVED, TEXTS_KEPT
from matching.requests.services.notify import tell_gemeente
from matching.requests.workflow import TALKING, WrongStepError

ITSELF = "Dit is hetzelfde verzoek."
TWO_GROUPS = "Beide verzoeken horen al bij een andere gezamenlijke vraag. Haal er eerst een los."
FELL_APART = "Deze verzoeken horen niet meer bij elkaar: een collega haalde ze net los."
# Of what was planned: whoever said yes said it to these.
WHEN = ("session_on", "session_time")
ALL_ENDED = "Geen van deze verzoeken loopt nog. Er is niemand om het aan te vertellen."


@transaction.atomic
def link_request(*, request: SupportRequest, other: SupportRequest, actor: User, title: str) -> JointQuestion:
    """Repeatable. Joins the question that one of them is in, else a new one."""
    if not may_handle(actor):
        raise PermissionDenied
    if request.pk == other.pk:
        raise WrongStepError(ITSELF)
    # In the order of their numbers, so that two who link the same never wait for each other.
    both = list(
        SupportRequest.objects.select_for_update().filter(pk__in=(request.pk, other.pk)).order_by("pk")
    )
    # Locked, so that none falls apart meanwhile: one that did is not found any more.
    asked = JointMember.objects.filter(request__in=both).order_by().values("joint")
    known = list(JointQuestion.objects.select_for_update().filter(pk__in=asked).order_by("pk"))
    if len(known) > 1:
        raise WrongStepError(TWO_GROUPS)
    joint = known[0] if known else JointQuestion.objects.create(title=title, made_by=actor)
    for one in both:
        _, is_new = JointMember.objects.get_or_create(request=one, defaults={"joint": joint})
        if is_new:
            audit.record(actor=actor, action="matching.linked", target=one, data={"joint": joint.pk})
    return joint


@transaction.atomic
def save_title(*, joint: JointQuestion, actor: User, title: str, seen: str = "") -> JointQuestion:
    """Repeatable. No mail: what the gemeenten ask stays the same. `seen` is the mark of the form; raises
    ChangedMeanwhileError."""
    if not may_handle(actor):
        raise PermissionDenied
    fresh = lock_joint(joint)
    refuse_stale(seen=seen, now={"title": fresh.title}, wanted={"title": title})
    if fresh.title != title:
        fresh.title = title
        fresh.save(update_fields=["title"])
        audit.record(actor=actor, action="matching.joint_title", target=fresh)
    return fresh


@transaction.atomic
def remove_link(*, request: SupportRequest, actor: User) -> None:
    """Repeatable. What is left alone is no joint question any more; who expected a session that is off hears so."""
    if not may_handle(actor):
        raise PermissionDenied
    # All of them, in the order of their numbers, as whoever ends or plans does: they may have to be told.
    linked = SupportRequest.objects.filter(joint_member__joint__members__request=request)
    rows = list(SupportRequest.objects.select_for_update().filter(pk__in=linked).order_by("pk"))
    fresh = next((one for one in rows if one.pk == request.pk), None)
    joint = joint_of(fresh) if fresh is not None else None
    if fresh is None or joint is None:
        return
    locked = JointQuestion.objects.select_for_update().filter(pk=joint.pk).first()
    if locked is None:
        # Whoever took the other one out meanwhile left nothing.
        return
    JointMember.objects.filter(request=fresh).delete()
    audit.record(actor=actor, action="matching.unlinked", target=fresh, data={"joint": joint.pk})
    settle_unlinked(locked, fresh, [one for one in rows if one.pk != fresh.pk], actor=actor)
    if locked.members.count() < 2:
        locked.delete()


@transaction.atomic
def note_session(
    *,
    joint: JointQuestion,
    actor: User,
    note: str,
    session_on: date | None,
    session_time: time | None = None,
    place: str = "",
    seen: str = "",
) -> JointQuestion:
    """Repeatable: the same once more sends nothing. Each gemeente whose request still runs gets a mail, and is asked again
    whether it comes when day or time are others. `seen` is the mark of the form; raises ChangedMeanwhileError."""
    if not may_handle(actor):
        raise PermissionDenied
    requests = list(
        SupportRequest.objects.select_for_update().filter(joint_member__joint=joint).order_by("pk")
    )
    fresh = lock_joint(joint)
    now = session_plan_of(fresh)
    wanted = {"note": note, "session_on": session_on, "session_time": session_time, "place": place}
    if now == wanted:
        return fresh
    refuse_stale(seen=seen, now=now, wanted=wanted)
    told = [request for request in requests if request.status in TALKING]
    if not told:
        raise WrongStepError(ALL_ENDED)
    if any(now[name] != wanted[name] for name in WHEN):
        fresh.members.update(reply="", shows_name=False, people=None, functions="")
    if any(now[name] != wanted[name] for name in (*WHEN, "place")):
        fresh.plan_number += 1
    for name, value in wanted.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=[*wanted, "plan_number"])
    event = audit.record(actor=actor, action="matching.session", target=fresh)
    for request in told:
        _tell_of_plan(request, fresh, f"session:{event.pk}", before=now["session_on"])
    return fresh


def _tell_of_plan(request: SupportRequest, joint: JointQuestion, key: str, *, before: date | None) -> None:
    """A day that is over is no session that goes on or not."""
    day = date_format(before, "j F Y") if before is not None and before >= timezone.localdate() else ""
    if joint.session_on is not None:
        moved = "ja" if day else ""
        tell_of_session(request, joint, key, template="loket_session_invited", moved=moved)
    elif day:
        tell_gemeente(request, key, template="mail/loket_session_cancelled.txt", day=day)
    else:
        tell_gemeente(request, key, template="mail/loket_session.txt")


def lock_joint(joint: JointQuestion) -> JointQuestion:
    """After its requests; raises WrongStepError of one that fell apart."""
    fresh = JointQuestion.objects.select_for_update().filter(pk=joint.pk).first()
    if fresh is None:
        raise WrongStepError(FELL_APART)
    return fresh


@retention.register_rule("matching.joint")
@transaction.atomic
def forget_joint_questions() -> int:
    """Repeatable. The words, when all its requests ended five years ago."""
    before = timezone.now() - TEXTS_KEPT
    young = SupportRequest.objects.exclude(status__in=ENDED, status_since__lt=before)
    old = JointQuestion.objects.exclude(title=REMOVED).exclude(members__request__in=young)
    pks = list(old.values_list("pk", flat=True)[:AT_ONCE])
    JointMember.objects.filter(joint__in=pks).exclude(functions="").update(functions="")
    return JointQuestion.objects.filter(pk__in=pks).update(title=REMOVED, note="", place="", made_by=None)

"""Make a dossier of a rule, put reports in it, and answer all who reported with one text."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core import audit, retention
from krachtwijken.core.versions import refuse_stale
from matching.blocking.clock import set_clock
from matching.blocking.effects import AnswerEffect, Way, effect_of, marks_of
from matching.blocking.models import BlockingRule, RuleReport
from matching.blocking.own_clock import settle_own_clock
from matching.blocking.selectors import rule_named
from matching.conversation.services.messages import post_message
from matching.models import SupportRequest
from matching.requests.bottlenecks import digest_of_dossier
from matching.requests.enums import RequestKind, RequestStatus, RuleState
from matching.requests.rules import may_handle
from matching.requests.services.forgetting import AT_ONCE, ENDED, REMOVED, TEXTS_KEPT
from matching.requests.services.notify import tell_gemeente
from matching.requests.services.steps import decide_request, lock_request, move_request, take_request
from matching.requests.workflow import WrongStepError

NO_REPORT = "Dit verzoek meldt geen regel."
ELSEWHERE = "Deze melding hoort al bij een ander knelpunt."
# How the form calls the requests that it spoke of, in its mark and to its reader.
REPORTERS = "wie het antwoord krijgt"
NOBODY_LEFT = "Iedereen die meldde, heeft het antwoord al."


class SameRuleError(WrongStepError):
    """There is a dossier of this rule and article."""

    def __init__(self, rule: BlockingRule) -> None:
        super().__init__(f"Er is al een dossier ‘{rule}’.")
        self.rule = rule


@transaction.atomic
def start_rule(*, request: SupportRequest, actor: User, name: str, article: str, what: str) -> BlockingRule:
    """Repeatable: a report that is in a dossier stays in it. A dossier begins with the report that shows it; raises
    SameRuleError where there is one of this rule and article."""
    _check(actor)
    fresh = lock_request(request)
    known = BlockingRule.objects.filter(reports__request=fresh).first()
    if known is not None:
        return known
    rule = BlockingRule(name=name, article=article, what=what, made_by=actor)
    _save_named(rule, actor)
    audit.record(actor=actor, action="matching.rule_made", target=rule)
    _put(rule, fresh, actor)
    return rule


@transaction.atomic
def add_report(*, rule: BlockingRule, request: SupportRequest, actor: User) -> None:
    """Repeatable. Somebody read both and says that it is the same."""
    _check(actor)
    fresh = lock_request(request)
    _put(rule, fresh, actor)


@transaction.atomic
def remove_report(*, rule: BlockingRule, request: SupportRequest, actor: User) -> None:
    """Repeatable. It was another rule after all."""
    _check(actor)
    fresh = lock_request(request)
    gone, _ = RuleReport.objects.filter(rule=rule, request=fresh).delete()
    if gone:
        audit.record(
            actor=actor, action="matching.rule_report_removed", target=rule, data={"request": fresh.pk}
        )
        settle_own_clock(pk=rule.pk, actor=actor, today=timezone.localdate())


@transaction.atomic
def save_rule(*, rule: BlockingRule, actor: User, changes: dict[str, Any], seen: str = "") -> BlockingRule:
    """Repeatable. `changes` by name of a field; a state is public, from three gemeenten on, and starts and stops the clock
    towards the department. `seen` is the mark of the form; raises ChangedMeanwhileError, and SameRuleError where the rule
    and article that it gets have a dossier."""
    _check(actor)
    fresh = BlockingRule.objects.select_for_update().get(pk=rule.pk)
    wanted = changes | set_clock(fresh, changes, today=timezone.localdate())
    refuse_stale(seen=seen, now={name: getattr(fresh, name) for name in wanted}, wanted=wanted)
    changed = [name for name, value in wanted.items() if getattr(fresh, name) != value]
    if not changed:
        return fresh
    for name in changed:
        setattr(fresh, name, wanted[name])
    if {"name", "article"} & set(changed):
        _save_named(fresh, actor, changed)
    else:
        fresh.save(update_fields=changed)
    audit.record(
        actor=actor, action="matching.rule_saved", target=fresh,
        data={"fields": sorted(changed), "state": RuleState(fresh.state).value},
    )  # fmt: skip
    return fresh


@transaction.atomic
def answer_rule(*, rule: BlockingRule, actor: User, text: str, seen: str = "") -> int:
    """One answer for every reporter that has none yet; what becomes of each request says `effect_of`. How many were told now.
    Not repeatable when all were. `seen` is the mark of the form; raises ChangedMeanwhileError when others got another answer
    meanwhile, or something else would become of a request than the form said."""
    _check(actor)
    reports = RuleReport.objects.filter(rule=rule, told_at=None)
    pks = list(reports.order_by("request").values_list("request", flat=True))
    # All locked in the order of their numbers: two who answer at once never wait for each other.
    requests = list(SupportRequest.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    waiting = set(reports.values_list("request", flat=True))
    requests = [request for request in requests if request.pk in waiting]
    if not requests:
        raise WrongStepError(NOBODY_LEFT)
    fresh = BlockingRule.objects.select_for_update().get(pk=rule.pk)
    effects = [effect_of(request, actor=actor) for request in requests]
    now = {"text": fresh.answer, REPORTERS: marks_of(effects)}
    # Whatever became of them since: nobody wants the list of before back.
    refuse_stale(seen=seen, now=now, wanted={"text": text, REPORTERS: None})
    fresh.answer, fresh.answered_at = text, timezone.now()
    fresh.save(update_fields=["answer", "answered_at"])
    for effect in effects:
        _answer(effect, fresh, actor)
    reports.filter(request__in=requests).update(told_at=timezone.now())
    audit.record(actor=actor, action="matching.rule_answered", target=fresh, data={"told": len(requests)})
    return len(requests)


def _answer(effect: AnswerEffect, rule: BlockingRule, actor: User) -> None:
    request = effect.request
    if effect.is_answered:
        if effect.takes:
            # The answer says enough: two mails of one second would be one too many.
            request = take_request(request=request, actor=actor, tells=False)
        elif effect.state_before is RequestStatus.INGEDIEND:
            move_request(request, RequestStatus.IN_BEHANDELING, actor)
        decide_request(
            request=request, actor=actor, to=RequestStatus.BEANTWOORD, reason=rule.answer, alternative="",
            advice=[],
        )  # fmt: skip
    elif effect.way is Way.MESSAGE:
        # A proposal lies there, help runs, or it is of another kind by now: that goes on, and this is said beside it.
        token = f"rule:{rule.pk}:{rule.answered_at:%Y%m%d%H%M%S}"
        post_message(request=request, actor=actor, text=rule.answer, token=token)
    else:
        tell_gemeente(request, f"rule:{rule.pk}", reason=rule.answer)


def _save_named(rule: BlockingRule, actor: User, changed: Sequence[str] = ()) -> None:
    """Two dossiers of one rule would keep its reporters apart. The database says who of two was first: the other one waits
    for it, and hears which dossier there is."""
    rule.key = digest_of_dossier(rule.name, rule.article)
    _refuse_double(rule, actor)
    _free_key(rule)
    try:
        with transaction.atomic():
            rule.save(update_fields=[*changed, "key"] if changed else None)
    except IntegrityError:
        _refuse_double(rule, actor)
        raise


def _free_key(rule: BlockingRule) -> None:
    """A version of before that still serves renames a dossier and leaves its key: that key is of no dossier any more."""
    holder = BlockingRule.objects.filter(key=rule.key).exclude(pk=rule.pk).first()
    if holder is not None and digest_of_dossier(holder.name, holder.article) != rule.key:
        same = BlockingRule.objects.filter(pk=holder.pk, name=holder.name, article=holder.article)
        same.update(key=None)


def _refuse_double(rule: BlockingRule, actor: User) -> None:
    known = rule_named(rule.name, rule.article, viewer=actor, but=rule)
    if known is not None:
        raise SameRuleError(known)


def _put(rule: BlockingRule, fresh: SupportRequest, actor: User) -> None:
    """Of a request that is locked."""
    if fresh.kind != RequestKind.KNELPUNT:
        raise WrongStepError(NO_REPORT)
    known = RuleReport.objects.filter(request=fresh).first()
    if known is not None and known.rule_id != rule.pk:
        raise WrongStepError(ELSEWHERE)
    if known is None:
        RuleReport.objects.create(rule=rule, request=fresh)
        audit.record(actor=actor, action="matching.rule_report", target=rule, data={"request": fresh.pk})
        settle_own_clock(pk=rule.pk, actor=actor, today=timezone.localdate())


def _check(actor: User) -> None:
    if not may_handle(actor):
        raise PermissionDenied


@retention.register_rule("matching.blocking")
@transaction.atomic
def forget_rules() -> int:
    """Repeatable. The words, when it is five years old and all its requests ended five years ago. Name, article, department,
    state, its days there and how many reported it stay: they are of a regulation."""
    before = timezone.now() - TEXTS_KEPT
    young = SupportRequest.objects.exclude(status__in=ENDED, status_since__lt=before)
    old = BlockingRule.objects.filter(made_at__lt=before).exclude(what=REMOVED)
    pks = list(old.exclude(reports__request__in=young).values_list("pk", flat=True)[:AT_ONCE])
    return BlockingRule.objects.filter(pk__in=pks).update(what=REMOVED, route="", answer="", made_by=None)

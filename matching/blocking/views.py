"""Rules that block, for the loket: the list, one dossier, and the dossier of a report."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from krachtwijken.core.versions import FIELD, ChangedMeanwhileError
from matching.blocking.effects import marks_of
from matching.blocking.forms import NewRuleForm, RuleAnswerForm, RuleForm
from matching.blocking.models import BlockingRule
from matching.blocking.selectors import (
    loose_reports,
    other_rules,
    reports_of,
    reports_to_answer,
    rule_of,
    rules_for,
    rules_like,
    suggest_reports,
    told_of,
)
from matching.blocking.services import (
    REPORTERS,
    SameRuleError,
    add_report,
    answer_rule,
    remove_report,
    save_rule,
    start_rule,
)
from matching.conversation.views import READ_OR_POST, code_of
from matching.models import SupportRequest
from matching.requests.bottlenecks import PUBLIC_FROM, all_bottlenecks
from matching.requests.forms.changed import NOT_KEPT, tell_change
from matching.requests.rules import may_handle
from matching.requests.selectors import requests_visible_to, work_list
from matching.requests.workflow import WrongStepError

OTHERWISE = "Gaat het om iets anders? Schrijf dan in de naam wat er anders is."
FIELDS = tuple(name for name in RuleForm.base_fields if name != FIELD)


@require_safe
@require(may_handle)
def rule_list(request: HttpRequest) -> HttpResponse:
    """Also what fewer than three gemeenten reported."""
    bundles = all_bottlenecks()
    context = {
        "rules": rules_for(request.user), "loose": loose_reports(request.user), "bundles": bundles,
        "waiting": [one for one in bundles if one.own_clock and not one.title], "public_from": PUBLIC_FROM,
    }  # fmt: skip
    return render(request, "matching/blocking/list.html", context)


@require_http_methods(READ_OR_POST)
@require(may_handle)
def rule_of_request(request: HttpRequest, reference: str) -> HttpResponse:
    """A new dossier of this report; or one of those that it may belong to."""
    shown = get_object_or_404(work_list(request.user), reference=reference)
    known = rule_of(shown)
    if known is not None and request.method != "POST":
        return redirect(known)
    name, article, what = told_of(shown)
    form = NewRuleForm(unsent.data(request), initial={"name": name, "article": article}, copied_from=[what])
    if request.method == "POST" and form.is_valid():
        made = _start(request, shown, form)
        if made is not None:
            return redirect(made)
    near = rules_like(shown, viewer=request.user)
    context = {
        "request_": shown, "form": form, "what": what, "near": near,
        "others": other_rules(near, viewer=request.user),
    }  # fmt: skip
    return render(request, "matching/blocking/new.html", context, status=code_of(request))


def _start(request: HttpRequest, shown: SupportRequest, form: NewRuleForm) -> BlockingRule | None:
    """None when a colleague put it in a dossier meanwhile, there is one of this rule, or it reports no rule any more: what was
    typed stays on the page."""
    try:
        rule = start_rule(request=shown, actor=user_of(request), **form.cleaned_data)
    except SameRuleError as error:
        form.add_error("name", f"{error} Zet deze melding daarbij: kies het hierboven. {OTHERWISE}")
        return None
    except WrongStepError as error:
        form.add_error(None, f"{error} {NOT_KEPT}")
        return None
    if all(getattr(rule, name) == value for name, value in form.cleaned_data.items()):
        return rule
    made = f" Dat maakte {rule.made_by}." if rule.made_by else ""
    form.add_error(None, f"Deze melding hoort al bij het knelpunt ‘{rule}’.{made} {NOT_KEPT}")
    return None


@require_http_methods(READ_OR_POST)
@require(may_handle)
def rule_page(request: HttpRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(rules_for(request.user), pk=pk)
    doe = request.POST.get("doe", "")
    if doe in ("erbij", "eruit"):
        return _move_report(request, rule, joins=doe == "erbij")
    data = unsent.data(request)
    answers = data is not None and data.get("doe") == "antwoord"
    now = {name: getattr(rule, name) for name in FIELDS}
    reports = list(reports_of(rule, viewer=request.user))
    form = RuleForm(
        None if answers else data, initial=now, copied_from=[told_of(one.request)[2] for one in reports]
    )
    answer = RuleAnswerForm(data if answers else None, initial={"text": rule.answer})
    form.show_version(now)
    effects = reports_to_answer(rule, viewer=user_of(request))
    answer.show_version({"text": rule.answer, REPORTERS: marks_of(effects)})
    if request.method == "POST" and (
        _answer(request, rule, answer) if answers else _save(request, rule, form)
    ):
        return redirect(rule)
    if answers:
        # Somebody may have changed between the page and the lock what becomes of one.
        effects = reports_to_answer(rule, viewer=user_of(request))
    context = {
        "rule": rule, "effects": effects, "form": answer if answers else form, "rule_form": form, "answer_form": answer,
        "reports": reports, "suggested": suggest_reports(rule, viewer=request.user),
        "public_from": PUBLIC_FROM,
    }  # fmt: skip
    return render(request, "matching/blocking/rule.html", context, status=code_of(request))


def _save(request: HttpRequest, rule: BlockingRule, form: RuleForm) -> bool:
    if not form.is_valid():
        return False
    changes = {name: form.cleaned_data[name] for name in FIELDS}
    try:
        save_rule(rule=rule, actor=user_of(request), changes=changes, seen=form.seen)
    except SameRuleError as error:
        form.add_error("name", f"{error} {OTHERWISE} {NOT_KEPT}")
        return False
    except ChangedMeanwhileError as error:
        rule.refresh_from_db()
        tell_change(form, error, {name: getattr(rule, name) for name in FIELDS})
        return False
    messages.success(request, "Het knelpunt is bewaard.")
    return True


def _answer(request: HttpRequest, rule: BlockingRule, form: RuleAnswerForm) -> bool:
    """What was typed stays on the page when others got another answer meanwhile."""
    if not form.is_valid():
        return False
    try:
        told = answer_rule(rule=rule, actor=user_of(request), text=form.cleaned_data["text"], seen=form.seen)
        words = "1 melder kreeg" if told == 1 else f"{told} melders kregen"
        messages.success(request, f"{words} het antwoord.")
    except WrongStepError as error:
        rule.refresh_from_db()
        given = f" Dat antwoord is: “{rule.answer}”" if rule.answer else ""
        form.add_error(None, f"{error}{given} {NOT_KEPT}")
        return False
    except ChangedMeanwhileError as error:
        rule.refresh_from_db()
        tell_change(form, error, {"text": rule.answer})
        return False
    return True


def _move_report(request: HttpRequest, rule: BlockingRule, *, joins: bool) -> HttpResponse:
    chosen = requests_visible_to(request.user).filter(reference__in=request.POST.getlist("verzoek")[:50])
    if not chosen:
        messages.info(request, "Kruis eerst aan welke meldingen erbij horen.")
    for one in chosen.order_by("pk"):
        try:
            if joins:
                add_report(rule=rule, request=one, actor=user_of(request))
            else:
                remove_report(rule=rule, request=one, actor=user_of(request))
        except WrongStepError as error:
            messages.error(request, f"{one.reference}: {error}")
    return redirect(rule)

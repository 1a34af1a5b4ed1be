"""A case that waits, for who helped and for the loket; and what the loket writes down of who has no account."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from knowledge.contributions.models import Contribution
from knowledge.contributions.presenter import answers_shown, title_of
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from matching.closing.approving.forms import CaseWordForm, WrittenWordForm
from matching.closing.approving.models import CaseApproval
from matching.closing.approving.rules import (
    has_to_change,
    is_still_heard,
    reader_of,
    reader_without_account,
    readers_waited_for,
    reads_cases,
    speaks_for_loket,
)
from matching.closing.approving.selectors import approvals_visible_to, readers_to_pass_on_to
from matching.closing.approving.services import say_word, write_word_down
from matching.conversation.views import READ_OR_POST, code_of
from matching.requests.forms.changed import NOT_KEPT
from matching.requests.rules import may_handle
from matching.requests.workflow import WrongStepError

SAID = "Dank u wel. Wat u zei, is bewaard."


@require_http_methods(READ_OR_POST)
@require(reads_cases)
def read_case(request: HttpRequest, pk: int) -> HttpResponse:
    """What will be sent, and what was said of it. A draft that its author changes is read by nobody else."""
    approval = get_object_or_404(approvals_visible_to(request.user), pk=pk)
    form = CaseWordForm(unsent.data(request), initial={"seen": approval.round})
    if request.method == "POST" and form.is_valid() and _say(request, approval, form):
        return redirect(approval)
    approval = get_object_or_404(approvals_visible_to(request.user), pk=pk)
    shown = _shown(request, approval)
    if shown["is_desk"] and (shown["waits_for_others"] or shown["has_to_change"]) and not form.is_bound:
        form.offer_change_only()
    context = {"approval": approval, "request_": approval.request, "form": form, **shown}
    return render(request, "matching/closing/read_case.html", context, status=code_of(request))


def _shown(request: HttpRequest, approval: CaseApproval) -> dict[str, object]:
    today, contribution = timezone.localdate(), approval.contribution
    reader = reader_of(request.user, approval)
    words = list(approval.words.select_related("organisation", "mission__invitation__profile", "by"))
    spoke = [word for word in words if word.round == approval.round and reader and reader.said(word)]
    waited = readers_waited_for(approval, today=today) if approval.is_waiting else []
    is_desk = may_handle(request.user)
    may_say = approval.is_waiting and reader is not None and not spoke
    return {
        **text_shown(contribution),
        "is_desk": is_desk,
        # Who helped reads the own words; the loket all.
        "words": words if is_desk else spoke,
        "waits_for_others": bool(waited),
        "has_to_change": approval.is_waiting and has_to_change(approval),
        "is_past": approval.is_past(today=today),
        "may_say": may_say and reader is not None and is_still_heard(reader, approval, today=today),
        "by_hand": readers_to_pass_on_to(request.user, approval, waited),
    }


def text_shown(contribution: Contribution) -> dict[str, object]:
    """Nothing of what its author is changing."""
    is_readable = not contribution.is_concept
    return {
        "title": title_of(contribution) if is_readable else "",
        "rows": answers_shown(contribution.answers) if is_readable else [],
        "files": list(contribution.files.all()) if is_readable else [],
    }


@require_http_methods(READ_OR_POST)
@require(may_handle)
def write_case_word(request: HttpRequest, pk: int, mission: int) -> HttpResponse:
    """Of somebody without an account whom the loket called: what that person said."""
    approval = get_object_or_404(approvals_visible_to(request.user), pk=pk)
    reader = reader_without_account(approval, mission)
    if reader is None or not speaks_for_loket(request.user, approval):
        raise Http404
    waits = approval.is_waiting and reader in readers_waited_for(approval, today=timezone.localdate())
    if request.method != "POST" and not waits:
        messages.info(request, "Hier wacht nu niemand meer op.")
        return redirect(approval)
    form = WrittenWordForm(unsent.data(request), initial={"seen": approval.round})
    if request.method == "POST" and form.is_valid() and _say(request, approval, form, mission=mission):
        return redirect(approval)
    context = {"approval": approval, "form": form, "whom": reader.whom, **text_shown(approval.contribution)}
    return render(request, "matching/closing/write_case_word.html", context, status=code_of(request))


def _say(
    request: HttpRequest, approval: CaseApproval, form: CaseWordForm, *, mission: int | None = None
) -> bool:
    """False when somebody was first, or the gemeente sent another version: what was typed stays."""
    said, actor = form.said, user_of(request)
    try:
        if mission is None:
            say_word(approval=approval, actor=actor, **said)
        else:
            write_word_down(approval=approval, actor=actor, mission=mission, **said)
    except WrongStepError as error:
        form.add_error(None, f"{error} {NOT_KEPT}")
        # Said again it is about what stands on the page now.
        approval.refresh_from_db()
        form.data = {**dict(form.data.items()), "seen": str(approval.round)}
        return False
    messages.success(request, SAID)
    return True

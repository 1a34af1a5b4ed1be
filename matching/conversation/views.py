"""The conversation and the promises of a request, for all its parties; and the conversation by the link of a mail."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.models import User
from krachtwijken.core import unsent
from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.query_params import whole_number
from krachtwijken.core.ratelimit import allow, visitor_of
from krachtwijken.core.robots import hide_from_robots
from krachtwijken.core.versions import ChangedMeanwhileError, mark_of_values, mark_sent_with
from matching.conversation.enums import PromiseState
from matching.conversation.forms import PromiseForm, SettlePromiseForm, ThreadMessageForm, typed_so_far
from matching.conversation.rules import is_party, may_see_internal, may_talk
from matching.conversation.selectors import messages_of_link, open_link, shown_messages
from matching.conversation.services.messages import mark_read, post_message
from matching.conversation.services.promises import add_promise, settle_promise
from matching.models import Promise, SupportRequest
from matching.requests.forms.changed import tell_overtaken
from matching.requests.rules import may_handle
from matching.requests.selectors import requests_visible_to
from matching.requests.workflow import WrongStepError

READ_OR_POST = ["GET", "HEAD", "POST"]
# By one visitor in an hour: looking by a link, and writing by it.
LOOKS, WRITES, HOUR = 60, 20, 3600
# Messages with files, by one person in an hour.
WITH_FILES = 40
TOO_OFTEN = "U stuurde veel bestanden in korte tijd. Wacht een uur, of stuur uw bericht zonder bestand."


def address_of(request: HttpRequest, shown: SupportRequest) -> str:
    """The page of a request, for who asks: the loket has its own."""
    if may_handle(request.user):
        return reverse("matching:request_detail", args=[shown.reference])
    return shown.get_absolute_url()


@require_http_methods(READ_OR_POST)
@require(is_party)
def thread(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(requests_visible_to(request.user), reference=reference)
    actor = user_of(request)
    if "gelezen" in request.POST:
        mark_read(request=shown, actor=actor, last=whole_number(request.POST["gelezen"]) or 0)
        typed = typed_so_far(request.POST)
        if not typed:
            return redirect("matching:thread", reference=reference)
        form = ThreadMessageForm(initial=typed, may_note=may_see_internal(actor, shown))
    else:
        form = ThreadMessageForm(
            unsent.data(request), request.FILES or None, may_note=may_see_internal(actor, shown)
        )
    if form.is_bound and request.method == "POST" and form.is_valid() and _post(shown, actor, form):
        messages.success(request, "Uw bericht is bewaard.")
        return redirect("matching:thread", reference=reference)
    rows = shown_messages(actor, shown)
    context = {
        "request_": shown, "rows": rows, "form": form, "may_talk": may_talk(shown),
        "sees_refused": may_see_internal(actor, shown),
        "has_new": any(row.is_new for row in rows), "newest": rows[-1].message.pk if rows else 0,
        "back": address_of(request, shown), "gemeente_name": shown.gemeente.name,
    }  # fmt: skip
    status = code_of(request) if form.is_bound else 200
    return render(request, "matching/conversation/thread.html", context, status=status)


@hide_from_robots
@never_cache
@require_http_methods(READ_OR_POST)
def thread_link(request: HttpRequest, token: str) -> HttpResponse:
    """Without a login, for who got the mail. A key that is over, was revoked or never was gives the same page."""
    if not allow(scope="thread_link", who=visitor_of(request), limit=LOOKS, seconds=HOUR):
        return too_many_requests(request)
    link = open_link(token)
    if link is None:
        typed = request.POST.get("text", "")
        return render(request, "matching/conversation/link_gone.html", {"typed": typed}, status=404)
    form = ThreadMessageForm(request.POST or None, request.FILES or None, may_note=False)
    if request.method == "POST" and form.is_valid():
        if not allow(scope="thread_write", who=visitor_of(request), limit=WRITES, seconds=HOUR):
            return too_many_requests(request)
        if _post(link.request, link.user, form):
            messages.success(request, "Uw bericht is bewaard. Het loket krijgt een mail.")
            return redirect("matching:thread_link", token=token)
    context = {
        "request_": link.request, "rows": messages_of_link(link), "form": form, "person": link.user,
        "gemeente_name": link.request.gemeente.name,
    }  # fmt: skip
    return render(request, "matching/conversation/thread_link.html", context, status=code_of(request))


def _post(shown: SupportRequest, actor: User, form: ThreadMessageForm) -> bool:
    """False when it was closed meanwhile, or when there were too many files in an hour: then what was typed stays on the
    page."""
    sent = form.cleaned_data["files"]
    if sent and not allow(scope="thread_files", who=str(actor.pk), limit=WITH_FILES, seconds=HOUR):
        form.add_error("files", TOO_OFTEN)
        return False
    try:
        post_message(request=shown, actor=actor, refuses_echo=True, **form.cleaned_data)
    except WrongStepError as error:
        _tell_why(form, shown, actor, error)
        return False
    return True


def _tell_why(form: forms.Form, shown: SupportRequest, actor: User, error: WrongStepError) -> None:
    """It was closed meanwhile, with by whom and why; or the same was said a moment ago."""
    shown.refresh_from_db()
    if may_talk(shown):
        form.add_error(None, str(error))
    else:
        tell_overtaken(form, shown, viewer=actor, why=str(error))


@require_http_methods(READ_OR_POST)
@require(is_party)
def promises(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(requests_visible_to(request.user), reference=reference)
    if "state" in request.POST:
        return _settle(request, shown)
    form = PromiseForm(unsent.data(request))
    if request.method == "POST" and form.is_valid():
        try:
            add_promise(request=shown, actor=user_of(request), **form.cleaned_data)
            messages.success(request, "De toezegging staat in de lijst.")
            return redirect("matching:promises", reference=reference)
        except WrongStepError as error:
            _tell_why(form, shown, user_of(request), error)
    context = {
        "request_": shown, "rows": _marked(shown), "form": form, "may_talk": may_talk(shown),
        "states": PromiseState.choices, "back": address_of(request, shown),
    }  # fmt: skip
    return render(request, "matching/conversation/promises.html", context, status=code_of(request))


def _marked(shown: SupportRequest) -> list[Promise]:
    """Each with the mark of how it stands: what somebody else settled meanwhile is not put back."""
    rows = list(shown.promises.all())
    for row in rows:
        row.read_mark = mark_of_values({"state": row.state})  # type: ignore[attr-defined]
    return rows


def _settle(request: HttpRequest, shown: SupportRequest) -> HttpResponse:
    form = SettlePromiseForm(request.POST)
    if form.is_valid():
        promise = get_object_or_404(shown.promises.all(), pk=form.cleaned_data["promise"])
        try:
            settle_promise(
                promise=promise, actor=user_of(request), state=PromiseState(form.cleaned_data["state"]),
                seen=mark_sent_with(form),
            )  # fmt: skip
            messages.success(request, "De stand van de toezegging is bewaard.")
        except ChangedMeanwhileError:
            promise.refresh_from_db()
            now = promise.get_state_display().lower()
            messages.error(request, f"Iemand anders veranderde deze toezegging net. De stand is nu: {now}.")
    else:
        messages.error(request, "Kies een van de mogelijkheden.")
    return redirect("matching:promises", reference=shown.reference)


def code_of(request: HttpRequest) -> int:
    """Of a page with a form: what was sent and comes back was not right."""
    return 422 if request.method == "POST" else 200

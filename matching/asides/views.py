"""What the loket and who helps say to each other: the page of each side, and the one behind the link of a mail."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.models import User
from krachtwijken.accounts.rules import is_expert
from krachtwijken.core import unsent
from krachtwijken.core.errors import too_many_requests
from krachtwijken.core.query_params import whole_number
from krachtwijken.core.ratelimit import allow, visitor_of
from krachtwijken.core.robots import hide_from_robots
from matching.asides.enums import AsideSide
from matching.asides.models import About, aside_address
from matching.asides.rules import side_of_aside, why_silent
from matching.asides.selectors import asides_shown, open_aside_link
from matching.asides.services.writing import mark_aside_read, post_aside
from matching.conversation.forms import MessageForm, typed_so_far
from matching.conversation.views import HOUR, LOOKS, READ_OR_POST, WRITES, code_of
from matching.engagements.rules import may_invite
from matching.engagements.selectors import desk_invitations, own_invitations_of
from matching.parts.rules import answers_parts
from matching.parts.selectors import own_parts_of, parts_for_desk
from matching.parts.views.answering import show_taken_back
from matching.requests.rules import may_handle
from matching.requests.workflow import WrongStepError


@require_http_methods(READ_OR_POST)
@require(may_invite)
def desk_invitation_aside(request: HttpRequest, pk: int) -> HttpResponse:
    about = get_object_or_404(desk_invitations(request.user), pk=pk)
    return _page(request, about, back=reverse("matching:desk_invitation", args=[pk]))


@require_http_methods(READ_OR_POST)
@require(may_handle)
def desk_part_aside(request: HttpRequest, pk: int) -> HttpResponse:
    about = get_object_or_404(parts_for_desk(request.user).select_related("request__gemeente"), pk=pk)
    return _page(request, about, back=reverse("matching:desk_part", args=[pk]))


@require_http_methods(READ_OR_POST)
@require(is_expert)
def invitation_aside(request: HttpRequest, pk: int) -> HttpResponse:
    about = get_object_or_404(own_invitations_of(user_of(request)), pk=pk)
    return _page(request, about, back=about.get_absolute_url())


@require_http_methods(READ_OR_POST)
@require(answers_parts)
def part_aside(request: HttpRequest, pk: int) -> HttpResponse:
    about = own_parts_of(request.user).filter(pk=pk).first()
    if about is None:
        return show_taken_back(request, pk)
    return _page(request, about, back=about.get_absolute_url())


def _page(request: HttpRequest, about: About, *, back: str) -> HttpResponse:
    actor = user_of(request)
    side = side_of_aside(actor, about)
    if side is None:
        raise Http404
    here = aside_address(about, for_desk=side is AsideSide.LOKET)
    if "gelezen" in request.POST:
        mark_aside_read(about=about, actor=actor, last=whole_number(request.POST["gelezen"]) or 0)
        typed = typed_so_far(request.POST)
        if not typed:
            return redirect(here)
        form = MessageForm(initial=typed, may_note=False)
    else:
        form = MessageForm(unsent.data(request), may_note=False)
    if form.is_bound and request.method == "POST" and form.is_valid() and _post(about, actor, form):
        messages.success(request, "Uw bericht is bewaard.")
        return redirect(here)
    rows = asides_shown(actor, about)
    context = {
        "request_": about.request, "about": about, "rows": rows, "form": form, "why": why_silent(about),
        "is_desk": side is AsideSide.LOKET, "has_new": any(row.is_new for row in rows),
        "newest": rows[-1].message.pk if rows else 0, "back": back,
    }  # fmt: skip
    return render(
        request, "matching/asides/thread.html", context, status=code_of(request) if form.is_bound else 200
    )


@hide_from_robots
@never_cache
@require_http_methods(READ_OR_POST)
def aside_link(request: HttpRequest, token: str) -> HttpResponse:
    """Without a login, for who got the mail. A key that is over or never was gives the same page, with what was typed."""
    if not allow(scope="thread_link", who=visitor_of(request), limit=LOOKS, seconds=HOUR):
        return too_many_requests(request)
    link = open_aside_link(token)
    if link is None:
        return _gone(request)
    form = MessageForm(request.POST or None, may_note=False)
    about = link.aside.about
    if request.method == "POST" and form.is_valid():
        if not allow(scope="thread_write", who=visitor_of(request), limit=WRITES, seconds=HOUR):
            return too_many_requests(request)
        if _post(about, link.user, form, by_link=True):
            messages.success(request, "Uw bericht is bewaard. Het loket krijgt een mail.")
            return redirect("matching:aside_link", token=token)
    context = {
        "request_": about.request, "about": about, "rows": asides_shown(link.user, about), "form": form,
        "person": link.user, "login_url": aside_address(about, for_desk=False),
    }  # fmt: skip
    return render(request, "matching/asides/thread_link.html", context, status=code_of(request))


def _post(about: About, actor: User, form: MessageForm, *, by_link: bool = False) -> bool:
    """What was typed stays on the page when it may not be said any more."""
    try:
        post_aside(about=about, actor=actor, by_link=by_link, **form.cleaned_data)
    except WrongStepError as error:
        form.add_error(None, str(error))
        return False
    return True


def _gone(request: HttpRequest) -> HttpResponse:
    typed = request.POST.get("text", "")
    return render(request, "matching/asides/link_gone.html", {"typed": typed}, status=404)

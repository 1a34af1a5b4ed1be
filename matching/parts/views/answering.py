"""The parts that a centre or a person was asked: the own list, and the page of one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from matching.conversation.views import READ_OR_POST, code_of
from matching.engagements.workflow import INVITABLE
from matching.parts.enums import PartState
from matching.parts.forms import PartAnswerForm, PartDeclineForm
from matching.parts.rules import answers_parts, may_correct
from matching.parts.selectors import own_parts_of, own_withdrawn_parts
from matching.parts.services.answering import answer_part, decline_part
from matching.requests.workflow import WrongStepError

PER_PAGE = 25
TAKEN_BACK = "Het loket trok deze vraag net in."
# What the forms of a part and of its thread call their text.
TYPED = ("answer", "reason", "text")


@require_safe
@require(answers_parts)
def own_parts(request: HttpRequest) -> HttpResponse:
    parts = own_parts_of(request.user)
    waiting = parts.filter(state=PartState.ASKED, request__status__in=INVITABLE)
    earlier = parts.exclude(pk__in=waiting.order_by().values("pk")).order_by("-state_since", "-pk")
    context = {
        "waiting": waiting,
        "page_obj": Paginator(earlier, PER_PAGE).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
    }
    return render(request, "matching/parts/own_list.html", context)


@require_http_methods(READ_OR_POST)
@require(answers_parts)
def own_part(request: HttpRequest, pk: int) -> HttpResponse:
    part = own_parts_of(request.user).filter(pk=pk).first()
    if part is None:
        return show_taken_back(request, pk)
    data = unsent.data(request)
    declines = data is not None and data.get("doe") == "nee"
    form = PartAnswerForm(None if declines else data, initial={"answer": part.answer})
    no = PartDeclineForm(data if declines else None)
    if request.method == "POST" and (no if declines else form).is_valid():
        try:
            if declines:
                decline_part(part=part, actor=user_of(request), reason=no.cleaned_data["reason"])
                messages.success(request, "Het loket weet dat u dit niet kunt beantwoorden.")
            else:
                answer_part(part=part, actor=user_of(request), answer=form.cleaned_data["answer"])
                messages.success(request, "Dank u wel. Uw antwoord is verstuurd naar het loket.")
            return redirect("matching:own_parts")
        except WrongStepError as error:
            # A colleague was first, or it is over: what was typed can still be copied.
            (no if declines else form).add_error(None, str(error))
            part.refresh_from_db()
    context = {
        "part": part, "form": no if declines else form, "answer_form": form, "no_form": no,
        "may_answer": data is not None or (part.is_asked and part.request.status in INVITABLE), "today": timezone.localdate(),
        "is_late": part.is_late(today=timezone.localdate()), "may_correct": may_correct(part),
    }  # fmt: skip
    return render(request, "matching/parts/own_part.html", context, status=code_of(request))


def show_taken_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Of a part that the loket withdrew: that it did, what this centre answered, and what was typed meanwhile. Raises
    Http404 of any other."""
    part = get_object_or_404(own_withdrawn_parts(request.user), pk=pk)
    context = {
        "part": part, "unsaved_why": TAKEN_BACK if request.method == "POST" else "",
        "unsaved": [text for name in TYPED if (text := request.POST.get(name, "").strip())],
    }  # fmt: skip
    return render(request, "matching/parts/taken_back.html", context, status=404)

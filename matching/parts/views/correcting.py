"""Who answered a part corrects that; the loket says that it read so."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from krachtwijken.core.versions import ChangedMeanwhileError
from matching.conversation.views import READ_OR_POST, code_of
from matching.parts.forms import CorrectPartForm
from matching.parts.models import PartQuestion
from matching.parts.rules import answers_parts, may_correct
from matching.parts.selectors import own_parts_of, parts_for_desk
from matching.parts.services.correcting import correct_part, mark_correction_read
from matching.parts.views.answering import show_taken_back
from matching.requests.forms.changed import NOT_KEPT
from matching.requests.rules import may_handle
from matching.requests.workflow import WrongStepError


@require_http_methods(READ_OR_POST)
@require(answers_parts)
def correct_own_part(request: HttpRequest, pk: int) -> HttpResponse:
    part = own_parts_of(request.user).filter(pk=pk).first()
    if part is None:
        return show_taken_back(request, pk)
    if request.method != "POST" and not may_correct(part):
        messages.info(request, "Dit antwoord kunt u nu niet verbeteren.")
        return redirect(part)
    form = CorrectPartForm(unsent.data(request), initial={"answer": part.answer})
    form.show_version({"answer": part.answer})
    if request.method == "POST" and form.is_valid() and _correct(request, part, form):
        return redirect(part)
    return render(
        request, "matching/parts/correct.html", {"part": part, "form": form}, status=code_of(request)
    )


def _correct(request: HttpRequest, part: PartQuestion, form: CorrectPartForm) -> bool:
    """False when it was processed, or a colleague corrected it: what was typed stays on the page."""
    try:
        correct_part(part=part, actor=user_of(request), answer=form.cleaned_data["answer"], seen=form.seen)
    except WrongStepError as error:
        form.add_error(None, f"{error} {NOT_KEPT}")
        return False
    except ChangedMeanwhileError as error:
        part.refresh_from_db()
        form.tell_changed(error, {"answer": part.answer})
        return False
    messages.success(request, "Uw antwoord is verbeterd. Het loket krijgt een mail.")
    return True


@require_POST
@require(may_handle)
def read_correction(request: HttpRequest, pk: int) -> HttpResponse:
    part = get_object_or_404(parts_for_desk(request.user), pk=pk)
    mark_correction_read(part=part, actor=user_of(request))
    return redirect("matching:desk_part", pk=pk)

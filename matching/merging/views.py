"""The loket chooses in which request another goes on, reads what goes where, and confirms."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from matching.conversation.views import READ_OR_POST, code_of
from matching.merging.forms import MergeForm
from matching.merging.rules import find_obstacles
from matching.merging.selectors import count_moves, merged_into, requests_beside
from matching.merging.services import merge_request
from matching.models import SupportRequest
from matching.requests.forms.changed import tell_overtaken
from matching.requests.rules import may_handle
from matching.requests.selectors import work_list
from matching.requests.workflow import WrongStepError

DONE = "{0} gaat verder in {1}. De gemeente krijgt een mail."


@require_http_methods(READ_OR_POST)
@require(may_handle)
def merge_page(request: HttpRequest, reference: str) -> HttpResponse:
    """First which and why, then what goes where; only the second button changes something."""
    shown = get_object_or_404(work_list(request.user), reference=reference)
    there, data = merged_into(shown), unsent.data(request)
    # Sent once more, or only read: it goes on in the other.
    if there is not None and (data is None or data.get("into") == there.into.reference):
        return redirect("matching:request_detail", reference=there.into.reference)
    form = MergeForm(data, others=requests_beside(shown, viewer=request.user))
    context = {"request_": shown, "form": form, "moves": count_moves(shown)}
    if there is not None:
        why = f"{shown.reference} gaat al verder in {there.into.reference}."
        tell_overtaken(form, shown, viewer=user_of(request), why=why)
    if data is None or not form.is_valid():
        return render(request, "matching/merging/choose.html", context, status=code_of(request))
    winner: SupportRequest = form.cleaned_data["into"]
    context |= {"winner": winner, "obstacles": find_obstacles(shown, winner)}
    if request.method != "POST" or "bevestig" not in request.POST or context["obstacles"]:
        status = 422 if context["obstacles"] else 200
        return render(request, "matching/merging/confirm.html", context, status=status)
    return _merge(request, shown, form, context)


def _merge(
    request: HttpRequest, shown: SupportRequest, form: MergeForm, context: dict[str, object]
) -> HttpResponse:
    winner: SupportRequest = form.cleaned_data["into"]
    try:
        merge_request(request=shown, into=winner, actor=user_of(request), reason=form.cleaned_data["reason"])
    except WrongStepError as error:
        # Between the page and the button somebody else did something.
        context |= {"obstacles": [str(error)]}
        return render(request, "matching/merging/confirm.html", context, status=422)
    messages.success(request, DONE.format(shown.reference, winner.reference))
    return redirect("matching:request_detail", reference=winner.reference)

"""The loket gives a request to a colleague, and says who stands in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core import unsent
from krachtwijken.core.versions import ChangedMeanwhileError
from matching.models import SupportRequest
from matching.requests.forms.changed import tell_change, tell_overtaken
from matching.requests.forms.owner import OwnerForm
from matching.requests.rules import may_handle
from matching.requests.selectors import owners_of, work_list
from matching.requests.services.escalating import NOT_OPEN, assign_owner
from matching.requests.workflow import WrongStepError


@require_http_methods(["GET", "HEAD", "POST"])
@require(may_handle)
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(work_list(request.user), reference=reference)
    back = redirect("matching:request_detail", reference=reference)
    if request.method != "POST" and not shown.is_open:
        messages.error(request, NOT_OPEN)
        return back
    form = OwnerForm(unsent.data(request), request=shown)
    form.show_version(owners_of(shown))
    if request.method == "POST" and form.is_valid() and _save(request, shown, form):
        return back
    context = {"request_": shown, "form": form}
    return render(request, "matching/owner.html", context, status=422 if request.method == "POST" else 200)


def _save(request: HttpRequest, shown: SupportRequest, form: OwnerForm) -> bool:
    """False when a colleague gave it to somebody else meanwhile, or it does not run any more."""
    data = form.cleaned_data
    try:
        assign_owner(
            request=shown, actor=user_of(request), owner=data["owner"], deputy=data["deputy"], seen=form.seen
        )
        messages.success(request, "Bewaard. Wie het betreft, krijgt een mail.")
    except WrongStepError as error:
        shown.refresh_from_db()
        tell_overtaken(form, shown, viewer=user_of(request), why=str(error))
        return False
    except ChangedMeanwhileError as error:
        shown.refresh_from_db()
        tell_change(form, error, owners_of(shown))
        return False
    return True

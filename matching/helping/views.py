"""The loket says that the help begins."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from krachtwijken.accounts.decorators import require, user_of
from matching.engagements.rules import may_invite
from matching.helping.services import start_help
from matching.requests.selectors import work_list
from matching.requests.workflow import WrongStepError


@require_POST
@require(may_invite)
def begin_help(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(work_list(request.user), reference=reference)
    try:
        start_help(request=shown, actor=user_of(request))
        messages.success(
            request, "Het verzoek is in uitvoering. De gemeente krijgt een mail met wie er helpt."
        )
    except WrongStepError as error:
        messages.error(request, str(error))
    return redirect("matching:request_detail", reference=reference)

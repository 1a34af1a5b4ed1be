"""A gemeente asks anew with the text of a request that ended without help."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core.query_params import text_param
from krachtwijken.core.tokens import new_token
from matching.requests.rules import may_ask
from matching.requests.selectors import requests_visible_to
from matching.requests.services.again import start_again
from matching.requests.views.wizard import FIRST, TOKEN_LENGTH, page_address
from matching.requests.workflow import WrongStepError

READY = "Uw tekst staat klaar in een nieuwe aanvraag. Pas aan wat nodig is. Het loket leest hem pas als u hem verstuurt."


@require_POST
@require(may_ask)
def begin_again(request: HttpRequest, reference: str) -> HttpResponse:
    shown = get_object_or_404(requests_visible_to(request.user), reference=reference)
    token = text_param(request.POST, "token", longest=TOKEN_LENGTH) or new_token()
    try:
        draft = start_again(request=shown, actor=user_of(request), token=token)
    except WrongStepError as error:
        messages.error(request, str(error))
        return redirect(shown)
    if draft.submitted is not None:
        return redirect(draft.submitted)
    messages.success(request, READY)
    return redirect(page_address(draft.token, FIRST))

"""Which draft, and the way from page to page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from knowledge.contributions.forms.steps import STEPS, steps_for
from knowledge.contributions.models import Contribution
from knowledge.contributions.rules import may_contribute
from knowledge.contributions.selectors import contribution_at
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core.query_params import text_param

P = ParamSpec("P")

# Which draft; travels in every address.
DRAFT = "concept"
TOKEN_LENGTH = 40
# Back to the overview after this page.
BACK = "terug"
SENT = "Dit hebt u al verstuurd. Hier ziet u hoe het ermee staat."
KEPT = "Wij hebben bewaard wat u schreef. U vindt het hier terug."
CHANGED = "In een ander venster is dit intussen veranderd. Kijk wat u wilt houden en ga dan verder."
READ_OR_POST = ["GET", "HEAD", "POST"]


def draft_address(view: str, token: str, *arguments: str, **query: str) -> str:
    return reverse(f"knowledge:contribution_{view}", args=arguments, query={DRAFT: token, **query})


def token_in(request: HttpRequest) -> str:
    return text_param(request.GET, DRAFT, longest=TOKEN_LENGTH)


def draft_of(request: HttpRequest) -> Contribution | None:
    """That of the address, of this person, sent or not."""
    return contribution_at(user_of(request), token_in(request))


def neighbours_of(name: str, contribution: Contribution | None) -> tuple[str, str]:
    """The pages before and after this one; empty at both ends."""
    names = steps_for(contribution.answers if contribution else {})
    place = names.index(name) if name in names else list(STEPS).index(name)
    before = names[place - 1] if place else ""
    return before, names[place + 1] if place + 1 < len(names) else ""


def lead_to_sent(request: HttpRequest, contribution: Contribution) -> HttpResponse:
    """Nothing is written in it any more: to the page of its state."""
    messages.info(request, SENT)
    return redirect(contribution)


def with_unsent(
    view: Callable[Concatenate[HttpRequest, Contribution | None, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """How every page of writing opens: with the draft of its address, when there is one yet."""

    @require_http_methods(READ_OR_POST)
    @require(may_contribute)
    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        contribution = draft_of(request)
        if contribution is not None and not contribution.is_concept:
            return lead_to_sent(request, contribution)
        return view(request, contribution, *args, **kwargs)

    return opened

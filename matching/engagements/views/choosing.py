"""From a profile of the pool: for which request the loket invites this person."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from krachtwijken.accounts.decorators import require, user_of
from matching.engagements.rules import may_invite
from matching.engagements.selectors import profile_to_invite
from matching.engagements.workflow import INVITABLE
from matching.requests.selectors import work_list

PER_PAGE = 25


@require_safe
@require(may_invite)
def invite_for(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether this person may be asked stands on the page that follows: it depends on the gemeente."""
    profile = profile_to_invite(user_of(request), slug)
    if profile is None:
        raise Http404
    requests = work_list(request.user).filter(status__in=INVITABLE)
    context = {
        "profile": profile,
        "page_obj": Paginator(requests, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "matching/engagements/choose_request.html", context)

"""What somebody shared, and how it stands."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from knowledge.contributions.enums import ContributionState
from knowledge.contributions.presenter import (
    answers_shown,
    shown_contributions,
    state_words_of,
    title_of,
    way_of,
)
from knowledge.contributions.rules import follows_contributions, may_contribute
from knowledge.contributions.selectors import contributions_visible_to
from knowledge.contributions.services.drafts import start_again
from knowledge.contributions.views.addresses import draft_address
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.rules import is_redactie
from krachtwijken.core.tokens import new_token


@require_safe
@require(follows_contributions)
def contribution_own(request: HttpRequest) -> HttpResponse:
    rows = list(contributions_visible_to(request.user))
    context = {
        "drafts": shown_contributions(row for row in rows if row.is_concept),
        "sent": shown_contributions(row for row in rows if not row.is_concept),
        "may_contribute": may_contribute(request.user),
    }
    return render(request, "knowledge/contributions/own.html", context)


@require_safe
@require(follows_contributions)
def contribution_status(request: HttpRequest, token: str) -> HttpResponse:
    """For the author, colleagues of the gemeente and the redactie."""
    shown = get_object_or_404(contributions_visible_to(request.user), token=token)
    if shown.is_concept:
        return redirect(draft_address("check", token))
    page = shown.page
    is_author = shown.author_id == user_of(request).pk
    context = {
        "shown": shown, "title": title_of(shown), "state_words": state_words_of(shown), "way": way_of(shown),
        "rows": answers_shown(shown.answers), "is_new": "nieuw" in request.GET,
        "page_url": page.url if page is not None and page.live else "",
        "edit_page": page.pk if page is not None and is_redactie(request.user) else None,
        "may_start_again": is_author and shown.state == ContributionState.AFGEWEZEN,
    }  # fmt: skip
    return render(request, "knowledge/contributions/status.html", context)


@require_POST
@require(may_contribute)
def contribution_again(request: HttpRequest, token: str) -> HttpResponse:
    """One that was not published becomes a draft again, beside itself."""
    mine = contributions_visible_to(request.user).filter(
        author=user_of(request), state=ContributionState.AFGEWEZEN
    )
    refused = get_object_or_404(mine, token=token)
    draft = start_again(contribution=refused, actor=user_of(request), token=new_token())
    messages.success(request, "Dit is een nieuwe versie. Pas aan wat nodig is en verstuur hem opnieuw.")
    return redirect(draft_address("check", draft.token))

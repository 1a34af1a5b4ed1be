"""Bewaarde zoekvragen: the pages of the owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.accounts.rules import is_logged_in
from krachtwijken.core import unsent
from search.errors import SearchUnavailableError
from search.features.answer.selectors import statement_for
from search.features.results_page.address import canonical, parse_canonical, query_of
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.forms import SavedForm, SavedProblemForm, SavedQueryForm, first_name_for
from search.features.saved_searches.models import SavedSearch
from search.features.saved_searches.rules import MOST
from search.features.saved_searches.selectors import (
    describe_search,
    published_since,
    room_left,
    saved_visible_to,
)
from search.features.saved_searches.services import (
    NoRoomError,
    change_search,
    delete_search,
    mark_seen,
    pause_search,
    save_search,
)

NO_ROOM = f"U hebt al {MOST} zoekvragen bewaard. Gooi er eerst een weg, dan past deze erbij."
READ_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
@require(is_logged_in)
def saved_list(request: HttpRequest) -> HttpResponse:
    own = [describe_search(search) for search in saved_visible_to(request.user)]
    context = {"items": own, "most": MOST, "room": max(0, MOST - len(own))}
    return render(request, "search/saved/list.html", context)


@require_http_methods(READ_OR_POST)
@require(is_logged_in)
def saved_new(request: HttpRequest) -> HttpResponse:
    """A search comes with its parameters, a pasted problem with the key of its answer; else the text is typed here."""
    posted = unsent.data(request)
    asked = canonical(request.GET) if posted is None else posted.get("query", "")
    form = _query_form(posted, asked) if query_of(parse_canonical(asked)) else _problem_form(request, posted)
    if request.method == "POST" and form.is_valid():
        kept = form.cleaned_data
        try:
            search = save_search(
                owner=user_of(request),
                name=kept["name"],
                frequency=kept["frequency"],
                query=kept.get("query", ""),
                problem=kept.get("text", ""),
            )
        except NoRoomError:
            form.add_error(None, NO_ROOM)
        else:
            messages.success(request, f"Bewaard: {search.name}.")
            return redirect("search:saved_list")
    context = {
        "form": form,
        "words": query_of(parse_canonical(asked)),
        "room": room_left(request.user),
        "no_room": NO_ROOM,
    }
    return render(request, "search/saved/new.html", context, status=422 if request.method == "POST" else 200)


def _query_form(posted: Any, asked: str) -> SavedForm:
    words = query_of(parse_canonical(asked))
    first = {"query": asked, "name": first_name_for(words), "frequency": Frequency.WEEKLY}
    return SavedQueryForm(posted, initial=first)


def _problem_form(request: HttpRequest, posted: Any) -> SavedForm:
    statement = statement_for(request.GET.get("antwoord", "")[:40])
    text = statement.text if statement else ""
    first = {"text": text, "name": first_name_for(text), "frequency": Frequency.WEEKLY}
    return SavedProblemForm(posted, initial=first)


# Outside a transaction: judging takes a while, and nothing is written.
@transaction.non_atomic_requests
@require_safe
@require(is_logged_in)
def saved_detail(request: HttpRequest, token: str) -> HttpResponse:
    """What appeared since the owner last said to have seen it."""
    search = _own(request, token)
    try:
        matches = published_since(search, viewer=request.user, since=search.seen_until)
        away = False
    except SearchUnavailableError:
        matches, away = [], True
    context = {"item": describe_search(search), "search": search, "matches": matches, "away": away}
    return render(request, "search/saved/detail.html", context)


@require_http_methods(READ_OR_POST)
@require(is_logged_in)
def saved_edit(request: HttpRequest, token: str) -> HttpResponse:
    search = _own(request, token)
    first = {"name": search.name, "frequency": search.frequency}
    form = SavedForm(unsent.data(request), initial=first)
    if request.method == "POST" and form.is_valid():
        with _gone_is_not_found():
            change_search(search=search, actor=user_of(request), **form.cleaned_data)
        messages.success(request, "Uw zoekvraag is gewijzigd.")
        return redirect("search:saved_list")
    context = {"form": form, "item": describe_search(search), "search": search}
    return render(request, "search/saved/edit.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@require(is_logged_in)
def saved_pause(request: HttpRequest, token: str) -> HttpResponse:
    paused = request.POST.get("pauze") == "ja"
    with _gone_is_not_found():
        search = pause_search(search=_own(request, token), paused=paused, actor=user_of(request))
    told = (
        "U krijgt voorlopig geen mail over"
        if paused
        else "U krijgt weer mail over wat vanaf nu verschijnt bij"
    )
    messages.success(request, f"{told}: {search.name}.")
    return redirect("search:saved_list")


@require_POST
@require(is_logged_in)
def saved_seen(request: HttpRequest, token: str) -> HttpResponse:
    search = _own(request, token)
    mark_seen(search=search)
    messages.success(request, "Gezien. Hier staat voortaan wat daarna verschijnt.")
    return redirect(search)


@require_http_methods(READ_OR_POST)
@require(is_logged_in)
def saved_delete(request: HttpRequest, token: str) -> HttpResponse:
    search = _own(request, token)
    if request.method == "POST":
        delete_search(search=search, actor=user_of(request))
        messages.success(request, f"Weggegooid: {search.name}.")
        return redirect("search:saved_list")
    return render(request, "search/saved/delete.html", {"item": describe_search(search), "search": search})


def _own(request: HttpRequest, token: str) -> SavedSearch:
    return get_object_or_404(saved_visible_to(request.user), token=token)


@contextmanager
def _gone_is_not_found() -> Iterator[None]:
    """It was thrown away in another tab."""
    try:
        yield
    except SavedSearch.DoesNotExist as error:
        raise Http404 from error

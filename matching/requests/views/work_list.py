"""The work list of the loket: what it is narrowed to, the own views of it, and several requests at once."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core.models import Gemeente
from krachtwijken.core.query_params import choice_param, choices_param, whole_number
from matching.models import WorkView
from matching.requests.enums import Urgency
from matching.requests.forms.work_view import ChosenForm, WorkViewForm
from matching.requests.rules import may_handle
from matching.requests.services.bulk import RowResult, give_requests, set_urgencies, take_requests
from matching.requests.services.work_views import keep_work_view, remove_work_view, set_first_view
from matching.requests.work import WorkFilters, work_for
from matching.requests.work_rows import PARAMETERS, Options, choices_of, rows_of
from matching.requests.workflow import WrongStepError

PER_PAGE = 25
KEPT = "De weergave is bewaard."


@require_safe
@require(may_handle)
def work(request: HttpRequest) -> HttpResponse:
    """Without anything in the address it is the view that opens first, when there is one."""
    first = (
        WorkView.objects.filter(user=user_of(request), opens_first=True).first() if not request.GET else None
    )
    return redirect(first) if first is not None else _page(request, WorkViewForm())


@require_POST
@require(may_handle)
def own_work_views(request: HttpRequest) -> HttpResponse:
    """Keep the list of the address under a name; or let one open first, or take one away."""
    actor, action = user_of(request), request.POST.get("doe", "")
    pk = whole_number(request.POST.get("weergave", ""))
    back = redirect(_list_address(request))
    if action == "weg" and pk is not None:
        remove_work_view(actor=actor, pk=pk)
        messages.success(request, "De weergave is weg.")
        return back
    if action in ("eerst", "niet-eerst"):
        set_first_view(actor=actor, pk=pk if action == "eerst" else None)
        return back
    form = WorkViewForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        view = keep_work_view(
            actor=actor, name=form.cleaned_data["name"], chosen=_address_of(_chosen(request))
        )
    except WrongStepError as error:
        form.add_error("name", str(error))
        return _page(request, form)
    messages.success(request, KEPT)
    return redirect(view)


def _choices() -> dict[str, tuple[str, Options]]:
    return choices_of(Gemeente.objects.exclude(requests=None))


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Of each filter what the address says, as far as the list knows it."""
    return {
        name: choice_param(
            request.GET, PARAMETERS[name], [value for value, _ in options], default=options[0][0]
        )
        for name, (_, options) in _choices().items()
    }


def _address_of(chosen: dict[str, str]) -> dict[str, str]:
    """The state is always said: an address without anything opens the first view."""
    return {PARAMETERS[name]: value for name, value in chosen.items() if value}


def _list_address(request: HttpRequest) -> str:
    return reverse("matching:work_list", query=request.GET or _address_of({"status": WorkFilters.status}))


def _page(request: HttpRequest, form: WorkViewForm, chosen_form: ChosenForm | None = None) -> HttpResponse:
    choices, chosen = _choices(), _chosen(request)
    filters, user = WorkFilters(**chosen), user_of(request)
    page = Paginator(work_for(user, filters), PER_PAGE).get_page(request.GET.get("page"))
    rows = rows_of(page)
    here = _address_of(chosen)
    views = list(WorkView.objects.filter(user=user))
    context: dict[str, Any] = {
        "page_obj": page, "rows": rows, "may_take": any(row.is_takable for row in rows),
        "may_choose": any(row.request.is_open for row in rows), "chosen_form": chosen_form or ChosenForm(),
        "ticked": choices_param(request.POST, "verzoek", most=PER_PAGE), "filters": filters,
        "unknown": [
            label for name, (label, options) in choices.items()
            if (value := request.GET.get(PARAMETERS[name])) and value not in dict(options)
        ],
        "choices": [
            (PARAMETERS[name], label, options, chosen[name]) for name, (label, options) in choices.items()
        ],
        "form": form, "views": views, "here": next((view for view in views if view.chosen == here), None),
        "everything": reverse("matching:work_list", query=_address_of({"status": WorkFilters.status})),
    }  # fmt: skip
    return render(
        request, "matching/work_list.html", context, status=422 if form.is_bound or chosen_form else 200
    )


@require_POST
@require(may_handle)
def take_chosen(request: HttpRequest) -> HttpResponse:
    """The boxes that were ticked in the list; back to the same list."""
    back = redirect(_list_address(request))
    references = choices_param(request.POST, "verzoek", most=PER_PAGE)
    if not references:
        messages.info(request, "Kruis eerst aan welke verzoeken u overneemt.")
        return back
    taken, refused = take_requests(references=references, actor=user_of(request))
    if taken:
        words = "1 verzoek" if taken == 1 else f"{taken} verzoeken"
        messages.success(request, f"U bent nu eigenaar van {words}.")
    if refused:
        messages.error(
            request, f"Bij {refused} lukte het niet: een collega was eerder, of het verzoek is klaar."
        )
    return back


@require_POST
@require(may_handle)
def change_chosen(request: HttpRequest) -> HttpResponse:
    """What was ticked goes to a colleague, or gets another urgency; told row by row."""
    references, actor = choices_param(request.POST, "verzoek", most=PER_PAGE), user_of(request)
    form = ChosenForm(request.POST)
    if not form.is_valid():
        return _page(request, WorkViewForm(), form)
    data = form.cleaned_data
    if not references:
        messages.info(request, "Kruis eerst aan om welke verzoeken het gaat.")
    elif request.POST.get("doe") == "geef":
        results = give_requests(references=references, actor=actor, owner=data["owner"])
        _tell_rows(request, results, f"Gegeven aan {data['owner']}")
    elif request.POST.get("doe") == "haast":
        urgency = Urgency(data["urgency"])
        _tell_rows(
            request, set_urgencies(references=references, actor=actor, urgency=urgency),
            f"De haast is nu ‘{str(urgency.label).lower()}’",
        )  # fmt: skip
    return redirect(_list_address(request))


def _tell_rows(request: HttpRequest, results: list[RowResult], done: str) -> None:
    if well := [row.reference for row in results if not row.refused]:
        messages.success(request, f"{done}: {', '.join(well)}.")
    for row in results:
        if row.refused:
            messages.error(request, f"{row.reference}: {row.refused}")

"""What the loket decides on who may be known already, and the link that each of both addresses gets."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from expertpool.desk.rules import may_manage
from expertpool.doubles.forms import MergeForm
from expertpool.doubles.merging import MergeEndedError, WrongCodeError, merge_profiles
from expertpool.doubles.selectors import MOST_SHOWN, possible_pairs, side_by_link
from expertpool.doubles.services import WrongWinnerError, ask_to_merge, refuse_merge, set_apart
from expertpool.importing.selectors import possible_doubles
from expertpool.importing.services import NotToDecideError, settle_double
from krachtwijken.accounts.decorators import require, user_of
from krachtwijken.core.ratelimit import allow
from krachtwijken.core.robots import hide_from_robots

READ_OR_POST = ["GET", "HEAD", "POST"]
TRIES, PER_HOUR = 10, 60 * 60
WRONG_CODE = "Deze code klopt niet. Neem de code over uit de mail die naar uw andere adres ging."
TOO_OFTEN = "U probeerde al veel codes. Probeer het over een uur nog eens."
NOT_ASKED = "Deze persoon is niet nog eens gevraagd."
ASKED = "Deze persoon is om toestemming gevraagd."
NO_ANSWER = (
    "Dit antwoord kennen wij niet. Er is niets bewaard en niemand kreeg een mail. Kies een van de knoppen."
)
ROW_ANSWERS, PAIR_ANSWERS = frozenset({"zelfde", "ander"}), frozenset({"eerste", "tweede", "ander"})
APART = "Bewaard. Dit zijn twee mensen. Wij stellen dit niet nog eens voor."
BOTH_MAILED = "Beide adressen kregen een mail. Pas als de eigenaar met beide mails ja zegt, voegen wij samen."
ONLY_WITH_ACCOUNT = "Kies het profiel met een account. Het andere profiel is nog niet toegelaten."


@require_http_methods(READ_OR_POST)
@require(may_manage)
def doubles(request: HttpRequest) -> HttpResponse:
    answer = request.POST.get("answer", "")
    for name, answers, decide in (("row", ROW_ANSWERS, _decide_row), ("pair", PAIR_ANSWERS, _decide_pair)):
        chosen = request.POST.get(name, "")
        if chosen.isdecimal() and len(chosen) < 12 and answer in answers:
            decide(request, int(chosen), answer)
            return redirect("expertpool:doubles")
    is_odd = request.method == "POST"
    if is_odd:
        # Mails go out of each answer: what is not one of them is nobody's answer.
        messages.error(request, NO_ANSWER)
    context = {
        "rows": possible_doubles(request.user)[:MOST_SHOWN],
        "pairs": possible_pairs(request.user)[:MOST_SHOWN],
    }
    return render(request, "expertpool/importing/doubles.html", context, status=422 if is_odd else 200)


def _decide_row(request: HttpRequest, pk: int, answer: str) -> None:
    row = get_object_or_404(possible_doubles(request.user), pk=pk)
    is_same = answer == "zelfde"
    _tell(
        request,
        lambda: settle_double(row=row, actor=user_of(request), is_same=is_same),
        NOT_ASKED if is_same else ASKED,
    )


def _decide_pair(request: HttpRequest, pk: int, answer: str) -> None:
    pair, actor = get_object_or_404(possible_pairs(request.user), pk=pk), user_of(request)
    if answer == "ander":
        _tell(request, lambda: set_apart(pair=pair, actor=actor), APART)
        return
    keeps_first = answer == "eerste"
    _tell(request, lambda: ask_to_merge(pair=pair, actor=actor, keeps_first=keeps_first), BOTH_MAILED)


def _tell(request: HttpRequest, decide: Callable[[], None], told: str) -> None:
    try:
        decide()
    except NotToDecideError:
        messages.info(request, "Hierover is net al besloten.")
    except WrongWinnerError:
        messages.error(request, ONLY_WITH_ACCOUNT)
    else:
        messages.success(request, told)


@hide_from_robots
@require_http_methods(READ_OR_POST)
def merge(request: HttpRequest, token: str) -> HttpResponse:
    """With the link of one mail and the code of the other: one profile. Or no, and nothing changes."""
    side = side_by_link(token)
    if side is None:
        return _show(request, {"state": "ended"}, 404)
    if request.method == "POST" and "no" in request.POST:
        refuse_merge(token=token)
        return _show(request, {"state": "denied"})
    form = MergeForm(request.POST if request.method == "POST" else None)
    status = 422 if request.method == "POST" else 200
    if form.is_valid():
        # Of the pair and not of the visitor: a code has eight digits, whoever tries them.
        if not allow(scope="merge", who=str(side.pair.pk), limit=TRIES, seconds=PER_HOUR):
            form.add_error(None, TOO_OFTEN)
            status = 429
        elif (state := _merged(token, form)) is not None:
            return _show(request, {"state": state}, 404 if state == "ended" else 200)
    response = _show(request, {"state": "asks", "form": form, "side": side}, status)
    if status == 429:
        response["Retry-After"] = str(PER_HOUR)
    return response


def _merged(token: str, form: MergeForm) -> str | None:
    """What the page tells; None where the code is wrong."""
    try:
        merge_profiles(token=token, code=form.cleaned_data["code"])
    except WrongCodeError:
        form.add_error("code", WRONG_CODE)
        return None
    except MergeEndedError:
        return "ended"
    return "done"


def _show(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    return render(request, "expertpool/merge.html", context, status=status)

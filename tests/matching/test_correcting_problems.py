"""The loket says what a request is about, and the advice goes by that."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from krachtwijken.core.audit import events_of
from krachtwijken.core.versions import ChangedMeanwhileError, mark_of_values
from matching.models import SupportRequest
from matching.requests.advised import told_problems
from matching.requests.enums import RequestStatus
from matching.requests.forms.problems import TOO_MANY
from matching.requests.selectors import problems_of
from matching.requests.services.problems import TOO_LATE, change_problems
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_asker, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("search_index")]
AsRole = Callable[..., Client]


def address_of(request: SupportRequest) -> str:
    return f"/loket/werkvoorraad/{request.reference}/problemen/"


def test_desk_corrects_what_was_read_and_the_advice_goes_by_that(
    as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, desk = make_request(), as_role("loket")
    asked: list[Any] = []

    def note(*_: object, problems: object = None, **options: Any) -> Any:
        asked.append((options.get("kind"), problems))
        return []

    monkeypatch.setattr("matching.advice.services.fits_for_problem", note)
    assert desk.get(f"/loket/werkvoorraad/{request.reference}/").status_code == 200
    answer = desk.post(address_of(request), {"more": ["WO11", "VE03"]}, follow=True)
    shown = answer.content.decode()
    assert "verbeterd door het loket" in shown
    assert "Vuil, graffiti en achterstallig onderhoud" in shown
    assert {problems if problems is None else tuple(problems) for _, problems in asked} == {
        None,
        ("VE03", "WO11"),
    }
    request.refresh_from_db()
    assert told_problems(request) == ["VE03", "WO11"]
    assert request.themes == ["veiligheid", "wonen"]
    event = events_of(request).get(action="matching.problems")
    assert event.data["to"] == ["VE03", "WO11"]


def test_every_theme_of_what_was_said_is_kept() -> None:
    request, desk = make_request(), UserFactory(role="loket")
    codes = ["WO11", "WE05", "LE01", "IN01", "VE03"]
    assert len(change_problems(request=request, actor=desk, codes=codes).themes) == 5


def test_what_is_taken_away_is_gone_and_none_is_an_answer_too(as_role: AsRole) -> None:
    request, desk = make_request(), as_role("loket")
    change_problems(request=request, actor=desk.user, codes=["WO11", "VE03"])
    desk.post(address_of(request), {"here": ["VE03"]})
    assert problems_of(request) == ["VE03"]
    desk.post(address_of(request), {})
    request.refresh_from_db()
    assert problems_of(request) == []
    assert request.problems_corrected
    assert told_problems(request) == []


def test_page_shows_the_sentence_that_was_read_and_what_was_typed_stays(as_role: AsRole) -> None:
    request = make_request(problem="Op straat ligt overal vuil en de muren zitten vol graffiti.")
    desk = as_role("loket")
    assert "de muren zitten vol graffiti" in desk.get(address_of(request)).content.decode()
    refused = desk.post(
        address_of(request), {"more": ["WO01", "WO02", "WO03", "WO04", "WO05", "WO06", "WO07"]}
    )
    assert refused.status_code == 422
    assert TOO_MANY in refused.content.decode()
    assert refused.content.decode().count("checked") >= 7
    assert desk.post(address_of(request), {"more": ["XX99"]}).status_code == 422


def test_ended_request_stays_as_it_is(as_role: AsRole) -> None:
    request, desk = make_request(), as_role("loket")
    SupportRequest.objects.filter(pk=request.pk).update(status=RequestStatus.AFGEROND)
    with pytest.raises(WrongStepError):
        change_problems(request=request, actor=desk.user, codes=["WO11"])
    assert TOO_LATE in desk.get(address_of(request), follow=True).content.decode()
    assert "Klopt dit niet?" not in desk.get(f"/loket/werkvoorraad/{request.reference}/").content.decode()
    assert desk.post(address_of(request), {"more": ["WO11"]}).status_code == 422
    assert not events_of(request).filter(action="matching.problems").exists()


def test_somebody_who_is_not_of_the_loket_corrects_nothing() -> None:
    request = make_request()
    with pytest.raises(PermissionDenied):
        change_problems(request=request, actor=make_asker(), codes=["WO11"])


def test_same_again_is_one_line_and_a_page_that_is_old_is_refused() -> None:
    request, desk = make_request(), UserFactory(role="loket")
    seen = mark_of_values({"here": problems_of(request)})
    for _ in range(2):
        change_problems(request=request, actor=desk, codes=["WO11"], seen=seen)
    assert events_of(request).filter(action="matching.problems").count() == 1
    with pytest.raises(ChangedMeanwhileError):
        change_problems(request=request, actor=desk, codes=["VE03"], seen=seen)
    assert problems_of(request) == ["WO11"]

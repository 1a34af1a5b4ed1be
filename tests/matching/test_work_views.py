"""Own views of the work list: kept under a name, opened first, removed; of nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from krachtwijken.accounts.models import User
from matching.models import WorkView
from matching.requests.services.work_views import MOST_VIEWS, keep_work_view, remove_work_view, set_first_view
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LIST = "/loket/werkvoorraad/"
VIEWS = f"{LIST}weergaven/"
LATE = "?stand=te-laat&soort=topdog"


def user_of(client: Client) -> User:
    return client.user  # type: ignore[attr-defined, no-any-return] # set by the fixture


def keep(client: Client, name: str, query: str = LATE) -> Any:
    return client.post(f"{VIEWS}{query}", {"name": name})


def test_list_is_kept_under_a_name_and_stands_above_it(as_role: Callable[..., Client]) -> None:
    desk = as_role("loket")
    answer = keep(desk, "Topdogs te laat", f"{LATE}&page=2&onzin=1&haast=onbekend")
    (view,) = WorkView.objects.all()
    assert (view.user, view.chosen) == (user_of(desk), {"stand": "te-laat", "soort": "topdog"})
    assert answer.headers["Location"] == f"{LIST}{LATE}"
    shown = desk.get(f"{LIST}{LATE}").content.decode()
    assert "Deze lijst heet bij u: Topdogs te laat." in shown
    assert 'aria-current="page">Topdogs te laat</a>' in shown
    assert "Topdogs te laat" in desk.get(LIST).content.decode()
    assert "Topdogs te laat" not in as_role("loket").get(LIST).content.decode()


def test_one_view_opens_first_and_the_whole_list_stays_in_reach(as_role: Callable[..., Client]) -> None:
    desk = as_role("loket")
    keep(desk, "Te laat", "?stand=te-laat")
    keep(desk, "Alles", "?stand=alles")
    first, second = WorkView.objects.order_by("pk")
    assert desk.get(LIST).status_code == 200
    for view in (first, second, second):
        desk.post(f"{VIEWS}?stand=alles", {"doe": "eerst", "weergave": str(view.pk)})
    assert list(WorkView.objects.filter(opens_first=True)) == [second]
    assert desk.get(LIST).headers["Location"] == f"{LIST}?stand=alles"
    whole = desk.get(f"{LIST}?stand=open")
    assert whole.status_code == 200
    assert f'href="{LIST}?stand=open"' in desk.get(f"{LIST}?stand=alles").content.decode()
    desk.post(f"{VIEWS}?stand=alles", {"doe": "niet-eerst"})
    assert desk.get(LIST).status_code == 200


def test_view_is_removed_by_its_owner_only(as_role: Callable[..., Client]) -> None:
    desk, other = as_role("loket"), as_role("loket")
    keep(desk, "Te laat")
    view = WorkView.objects.get()
    for number in (str(view.pk), "niets", "", "9" * 30, "²"):
        other.post(VIEWS, {"doe": "weg", "weergave": number})
        other.post(VIEWS, {"doe": "eerst", "weergave": number})
    assert list(WorkView.objects.values_list("pk", "opens_first")) == [(view.pk, False)]
    for _ in range(2):
        assert desk.post(VIEWS, {"doe": "weg", "weergave": str(view.pk)}).status_code == 302
    assert not WorkView.objects.exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "Vul dit in."), ("te LAAT", "U hebt al een weergave met deze naam."),
        ("x" * 61, "Uw tekst is te lang: 61 tekens."),
    ],
)  # fmt: skip
def test_wrong_name_is_told_beside_the_field_and_stays(
    as_role: Callable[..., Client], name: str, message: str
) -> None:
    desk = as_role("loket")
    keep(desk, "Te laat")
    answer = keep(desk, name, "?stand=alles")
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert f'value="{name}"' in answer.content.decode() or not name
    assert WorkView.objects.count() == 1


def test_same_name_for_the_same_is_one_view_and_there_are_twenty_at_most() -> None:
    desk = UserFactory(role="loket")
    for number in range(MOST_VIEWS):
        keep_work_view(actor=desk, name=f"Lijst {number}", chosen={"stand": "open"})
    again = keep_work_view(actor=desk, name="Lijst 3", chosen={"stand": "open"})
    assert again.name == "Lijst 3"
    with pytest.raises(Exception, match="al 20 weergaven"):
        keep_work_view(actor=desk, name="Nog een", chosen={"stand": "alles"})
    assert WorkView.objects.count() == MOST_VIEWS
    keep_work_view(actor=UserFactory(role="loket"), name="Lijst 3", chosen={"stand": "open"})


def test_only_the_loket_has_views() -> None:
    stranger = UserFactory(role="gemeente")
    calls: list[Callable[[], Any]] = [
        lambda: keep_work_view(actor=stranger, name="A", chosen={}),
        lambda: set_first_view(actor=stranger, pk=None),
        lambda: remove_work_view(actor=stranger, pk=1),
    ]
    for call in calls:
        with pytest.raises(PermissionDenied):
            call()


def test_page_asks_the_same_number_of_questions_for_many_views(as_role: Callable[..., Client]) -> None:
    desk, counts = as_role("loket"), []
    for number in range(3):
        keep(desk, f"Lijst {number}", "?stand=alles")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            desk.get(f"{LIST}?stand=open")
        counts.append(len(asked))
    assert counts[1] == counts[2]

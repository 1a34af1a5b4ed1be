"""Own views of the work list, of nobody else; and what is done with several rows at once, told row by row."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from matching.models import SupportRequest, WorkView
from matching.requests.enums import Urgency
from matching.requests.services.bulk import give_requests, set_urgencies
from matching.requests.services.steps import take_request
from matching.requests.services.work_views import MOST_VIEWS, keep_work_view, remove_work_view, set_first_view
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_asker, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LIST = "/loket/werkvoorraad/"
VIEWS = f"{LIST}weergaven/"
LATE = "?stand=te-laat&soort=topdog"


def user_of(client: Client) -> User:
    return client.user


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


def change(client: Client, doe: str, *chosen: SupportRequest, **fields: str) -> Any:
    data = {"doe": doe, "verzoek": [request.reference for request in chosen], **fields}
    return client.post(f"{LIST}veranderen/?stand=alles", data, follow=True)


def test_ticked_requests_go_to_a_colleague_and_each_row_says_how_it_went(
    as_role: Callable[..., Client],
) -> None:
    desk, colleague = as_role("loket"), UserFactory(role="loket")
    first, second, ended = make_request(), make_request(), make_request()
    take_request(request=first, actor=user_of(desk))
    deputies = [UserFactory(role="loket"), colleague]
    for request, deputy in zip((first, second), deputies, strict=True):
        SupportRequest.objects.filter(pk=request.pk).update(deputy=deputy)
    SupportRequest.objects.filter(pk=ended.pk).update(status="ingetrokken")
    page = change(desk, "geef", first, second, ended, owner=str(colleague.pk)).content.decode()
    assert f"Gegeven aan {colleague}: {first.reference}, {second.reference}." in page
    assert f"{ended.reference}: Dit verzoek loopt niet meer." in page
    rows = SupportRequest.objects.order_by("pk").values_list("owner", "deputy")
    assert list(rows) == [(colleague.pk, deputies[0].pk), (colleague.pk, None), (None, None)]
    assert MailMessage.objects.filter(to=colleague.email, key__contains="assigned").count() == 2
    change(desk, "geef", first, owner=str(colleague.pk))
    assert MailMessage.objects.filter(to=colleague.email, key__contains="assigned").count() == 2


def test_ticked_requests_get_another_urgency_and_the_gemeente_hears_once(
    as_role: Callable[..., Client],
) -> None:
    desk, asker = as_role("loket"), make_asker()
    first, second, ended = (make_request(asker) for _ in range(3))
    SupportRequest.objects.filter(pk=ended.pk).update(status="afgerond")
    for _ in range(2):
        page = change(desk, "haast", first, second, ended, urgency="doorbraak_nodig").content.decode()
    assert f"{first.reference}, {second.reference}." in page
    assert f"{ended.reference}: Dit verzoek loopt niet meer." in page
    assert list(SupportRequest.objects.order_by("pk").values_list("urgency", flat=True)) == [
        "doorbraak_nodig", "doorbraak_nodig", "dit_kwartaal",
    ]  # fmt: skip
    assert MailMessage.objects.filter(to=asker.email, key__contains="urgency").count() == 2
    assert events_of(first).filter(action="matching.urgency", actor=user_of(desk)).count() == 1


@pytest.mark.parametrize(
    ("doe", "fields", "message"),
    [
        ("geef", {}, "Kies een collega."), ("haast", {}, "Kies hoeveel haast het heeft."),
        ("geef", {"owner": "niets"}, "Kies een collega uit de lijst."),
        ("haast", {"urgency": "morgen"}, "Kies een van de mogelijkheden."),
    ],
)  # fmt: skip
def test_what_was_not_chosen_is_told_and_the_ticks_stay(
    as_role: Callable[..., Client], doe: str, fields: dict[str, str], message: str
) -> None:
    request, other = make_request(), make_request()
    answer = change(as_role("loket"), doe, request, **fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert f'id="kies-{request.reference}" checked' in page
    assert f'id="kies-{other.reference}" checked' not in page


def test_nobody_but_a_colleague_gets_requests_and_nothing_is_done_without_a_tick(
    as_role: Callable[..., Client],
) -> None:
    desk, stranger = as_role("loket"), UserFactory(role="redactie")
    request = make_request()
    assert change(desk, "geef", request, owner=str(stranger.pk)).status_code == 422
    assert "Kruis eerst aan" in change(desk, "geef", owner=str(user_of(desk).pk)).content.decode()
    assert "Kruis eerst aan" in change(desk, "haast", urgency="kan_wachten").content.decode()
    for call in (
        lambda: give_requests(references=[request.reference], actor=stranger, owner=stranger),
        lambda: set_urgencies(references=[request.reference], actor=stranger, urgency=Urgency.WACHTEN),
    ):
        with pytest.raises(PermissionDenied):
            call()
    assert SupportRequest.objects.get().owner is None

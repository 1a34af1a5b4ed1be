"""Before a request ends or is taken out of a joint question, the page says what becomes of the session."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from krachtwijken.accounts.models import User
from matching.joint.models import JointMember, JointQuestion
from matching.joint.services import remove_link
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.services.steps import take_request
from tests.browsing import client_of
from tests.matching.test_joint import TITLE, words
from tests.matching.test_joint_session import day, desk, plan, three

__all__ = ["desk", "three", "words"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree", "search_index")]
OFF = "Die gaat dan niet door: er blijven te weinig verzoeken over."
GOES_ON = "Die gaat door. De gemeente en het loket krijgen bericht"


def told(viewer: User | None, address: str) -> str:
    return " ".join(unescape(client_of(viewer).get(address).content.decode()).split())


def in_state(request: SupportRequest, status: RequestStatus, owner: User | None = None) -> SupportRequest:
    SupportRequest.objects.filter(pk=request.pk).update(status=status, owner=owner)
    return SupportRequest.objects.get(pk=request.pk)


@pytest.mark.parametrize(("left", "words_"), [(2, GOES_ON), (1, OFF)], ids=["goes on", "off"])
def test_every_page_that_ends_a_request_says_what_becomes_of_the_session(
    three: list[SupportRequest], desk: User, left: int, words_: str
) -> None:
    one = three[0]
    if left == 1:
        in_state(three[2], RequestStatus.INGETROKKEN)
    assert words_ in told(one.created_by, f"{one.get_absolute_url()}intrekken/")
    take_request(request=one, actor=desk)
    assert words_ in told(desk, f"/loket/werkvoorraad/{one.reference}/")
    in_state(one, RequestStatus.IN_UITVOERING, desk)
    for viewer in (desk, one.created_by):
        page = told(viewer, f"/loket/verzoek/{one.reference}/afronden/")
        assert words_ in page
        assert "Wie meehelpt, krijgt bericht." not in page


def test_one_without_a_session_says_that_it_counts_no_more(three: list[SupportRequest], desk: User) -> None:
    plan(desk, session_on=None, session_time=None, place="")
    one = three[0]
    in_state(one, RequestStatus.IN_UITVOERING, desk)
    address = f"/loket/verzoek/{one.reference}/afronden/"
    page = told(desk, address)
    assert f"De gezamenlijke vraag “{TITLE}”. Dit verzoek telt daar dan niet meer mee." in page
    for other in three[1:]:
        in_state(other, RequestStatus.AFGEROND)
    assert "gezamenlijke" not in told(desk, address), "nobody is left to be joint with"
    JointQuestion.objects.update(session_on=day(0))
    assert OFF in told(desk, address), "the session is today"
    JointQuestion.objects.update(session_on=day(-1))
    assert "gezamenlijke" not in told(desk, address), "it is over"


def test_unlinking_asks_first_and_looking_changes_nothing(
    three: list[SupportRequest], desk: User, django_assert_max_num_queries: Any
) -> None:
    one = three[0]
    address = f"/loket/werkvoorraad/{one.reference}/verband/los/"
    assert address in told(desk, f"/loket/werkvoorraad/{one.reference}/verband/")
    client = client_of(desk)
    with django_assert_max_num_queries(25):
        page = " ".join(unescape(client.get(address).content.decode()).split())
    assert f"Wilt u verzoek {one.reference} losmaken?" in page
    assert "Die gaat door zonder deze gemeente. Zij krijgt bericht dat zij niet hoeft te komen." in page
    assert JointMember.objects.count() == 3
    remove_link(request=three[2], actor=desk)
    assert OFF in told(desk, address)
    assert client.post(address).status_code == 302
    assert not JointMember.objects.exists()
    for method in (client.get, client.post):
        assert method(address).status_code == 302, "of one that is loose there is nothing to ask"


def test_nobody_but_the_loket_takes_one_out(
    three: list[SupportRequest], as_role: Callable[..., Client]
) -> None:
    address = f"/loket/werkvoorraad/{three[0].reference}/verband/los/"
    for client in (client_of(three[0].created_by), as_role("accountmanager"), Client()):
        assert client.post(address).status_code in {302, 403}
    assert JointMember.objects.count() == 3

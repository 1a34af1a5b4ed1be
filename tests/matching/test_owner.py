"""An owner, an account manager or a whole gemeente that is not there any more."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.accounts import change_account
from krachtwijken.accounts.services.memberships import assign_account_manager
from krachtwijken.accounts.services.roles import withdraw_role
from krachtwijken.core.audit import events_of
from krachtwijken.core.outbox.models import MailMessage
from matching.models import SupportRequest
from matching.requests.enums import RefusalReason, RequestStatus
from matching.requests.services.steps import decide_request, take_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_asker, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(reference: None) -> SupportRequest:
    return make_request(make_asker(email="asker@example.org"))


@pytest.fixture
def owner(request_: SupportRequest) -> User:
    user: User = UserFactory(role="loket", name="Vorige eigenaar")
    take_request(request=request_, actor=user)
    return user


def close(user: User) -> None:
    user.is_active = False
    change_account(user=user, fields=["is_active"], actor=None)


def decide(request: SupportRequest, actor: User) -> None:
    decide_request(
        request=request, actor=actor, to=RequestStatus.BEANTWOORD, reason="r", alternative="", advice=[]
    )


def receivers_of(template_part: str) -> list[str]:
    return sorted(MailMessage.objects.filter(subject__contains=template_part).values_list("to", flat=True))


def leave(user: User) -> None:
    withdraw_role(user=user, role=Role.LOKET, actor=None)


@pytest.mark.parametrize("gone", [close, leave], ids=["closed", "left"])
def test_request_of_an_owner_who_is_gone_stands_without_owner_and_is_taken(
    request_: SupportRequest, owner: User, as_role: Callable[..., Client], search_index: Any, gone: Any
) -> None:
    desk = as_role("loket")
    gone(owner)
    address = f"/loket/werkvoorraad/{request_.reference}/"
    listed = desk.get("/loket/werkvoorraad/", {"stand": "zonder"}).content.decode()
    assert request_.reference in listed
    assert "Vorige eigenaar" not in listed
    page = desk.get(address).content.decode()
    assert "Ik pak dit op" in page
    assert "niemand meer" in page
    desk.post(f"{address}pakken/")
    request_.refresh_from_db()
    assert request_.owner == desk.user
    assert request_.status == RequestStatus.IN_BEHANDELING
    event = events_of(request_).last()
    assert event is not None
    assert (event.action, event.data) == ("matching.owner", {"from": owner.pk, "to": request_.owner_id})
    assert request_.reference not in desk.get("/loket/werkvoorraad/", {"stand": "zonder"}).content.decode()


def test_gemeente_sees_that_nobody_owns_its_request(request_: SupportRequest, owner: User) -> None:
    asker = Client()
    asker.force_login(User.objects.get(email="asker@example.org"))
    assert "Vorige eigenaar" in asker.get(request_.get_absolute_url()).content.decode()
    close(owner)
    page = asker.get(request_.get_absolute_url()).content.decode()
    assert "Vorige eigenaar" not in page
    assert "Nu niemand" in page


def test_request_of_an_owner_who_is_there_is_not_taken(request_: SupportRequest, owner: User) -> None:
    colleague = UserFactory(role="loket")
    with pytest.raises(WrongStepError):
        take_request(request=request_, actor=colleague)
    request_.refresh_from_db()
    assert request_.owner == owner


@pytest.mark.parametrize("tells", [True, False])
def test_gemeente_hears_who_took_its_request_unless_another_mail_follows(
    request_: SupportRequest, tells: bool
) -> None:
    take_request(request=request_, actor=UserFactory(role="loket"), tells=tells)
    told = MailMessage.objects.filter(key__contains=":taken:").values_list("to", flat=True)
    assert list(told) == (["asker@example.org"] if tells else [])


@pytest.mark.parametrize(
    ("to", "kept"), [(RequestStatus.AFGEWEZEN, RefusalReason.SELF), (RequestStatus.BEANTWOORD, "")]
)
def test_why_the_loket_says_no_is_kept_of_a_refusal_only(
    request_: SupportRequest, owner: User, to: RequestStatus, kept: str
) -> None:
    decision = decide_request(
        request=request_, actor=owner, to=to, reason="r", alternative="a", advice=[],
        refusal=RefusalReason.SELF,
    )  # fmt: skip
    assert decision.refusal == kept


def test_request_that_ended_is_not_taken(request_: SupportRequest, owner: User) -> None:
    decide_request(
        request=request_, actor=owner, to=RequestStatus.AFGEWEZEN, reason="r", alternative="a", advice=[]
    )
    close(owner)
    with pytest.raises(WrongStepError):
        take_request(request=request_, actor=UserFactory(role="loket"))


def test_mail_that_nobody_of_the_gemeente_reads_is_told_to_the_loket_and_the_account_manager(
    request_: SupportRequest, owner: User
) -> None:
    manager = UserFactory(role="accountmanager")
    assign_account_manager(gemeente=request_.gemeente, user=manager, actor=None)
    close(User.objects.get(email="asker@example.org"))
    decide(request_, owner)
    assert receivers_of("Niemand leest") == sorted([owner.email, manager.email])


def test_account_manager_who_left_is_not_shown_and_not_mailed(request_: SupportRequest, owner: User) -> None:
    manager = UserFactory(role="accountmanager", name="Oude manager")
    assign_account_manager(gemeente=request_.gemeente, user=manager, actor=None)
    asker = Client()
    asker.force_login(User.objects.get(email="asker@example.org"))
    close(manager)
    assert "Oude manager" not in asker.get(request_.get_absolute_url()).content.decode()
    close(User.objects.get(email="asker@example.org"))
    decide(request_, owner)
    assert receivers_of("Niemand leest") == [owner.email]


def test_new_request_at_a_loket_without_people_is_told_to_beheer(reference: None) -> None:
    beheer = UserFactory(role="beheer")
    make_request()
    assert receivers_of("Nieuw verzoek") == [beheer.email]

"""The account manager of a gemeente hears that a request came in, is late and ended; never what it says."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.memberships import assign_account_manager, join_gemeente
from krachtwijken.accounts.services.roles import grant_role
from krachtwijken.core.models import Gemeente
from krachtwijken.core.outbox.models import MailMessage
from matching.closing.services import close_request
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.rules import may_ask_for
from matching.requests.services.escalating import escalate_request
from matching.requests.services.steps import decide_request, withdraw_request
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import VERDICT, make_running, reopened, taken_by
from tests.factories.requests import GEMEENTE, PROBLEM, make_asker, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
FAR = timedelta(days=90)


@pytest.fixture
def manager() -> User:
    user: User = UserFactory(role="accountmanager")
    assign_account_manager(gemeente=Gemeente.objects.get(slug=GEMEENTE), user=user, actor=None)
    return user


def subjects(user: User) -> list[str]:
    return list(MailMessage.objects.filter(to=user.email).order_by("pk").values_list("subject", flat=True))


def told(request: SupportRequest, *words: str) -> list[str]:
    return [f"Verzoek {request.reference} van Arnhem {word}" for word in words]


def test_hears_that_it_came_in_with_its_address_and_nothing_else(manager: User) -> None:
    request = make_request(contact_name="Ysbrand Griel", contact_phone="026 987 65 43")
    (mail,) = MailMessage.objects.filter(to=manager.email)
    assert mail.subject == told(request, "is binnengekomen")[0]
    assert request.get_absolute_url() in mail.body
    for private in ("Griel", "026 987", PROBLEM, "projectleider"):
        assert private not in mail.body


def test_hears_once_a_clock_and_a_term_that_it_is_late(manager: User) -> None:
    request = make_request()
    for days in (30, 31, 90):
        escalate_request(pk=request.pk, today=timezone.localdate() + timedelta(days=days))
    assert subjects(manager).count(told(request, "is te laat")[0]) == 1
    taken_by(request)
    request = reopened(SupportRequest.objects.get(pk=request.pk))
    escalate_request(pk=request.pk, today=timezone.localdate() + FAR)
    assert subjects(manager).count(told(request, "is te laat")[0]) == 2


@pytest.mark.parametrize(
    ("end", "word"),
    [("closed", "is afgerond"), ("withdrawn", "is ingetrokken"), ("refused", "is afgewezen")],
)
def test_hears_that_it_ended(manager: User, end: str, word: str) -> None:
    asker = make_asker()
    request = make_running(asker) if end == "closed" else make_request(asker)
    if end == "closed":
        close_request(request=request, actor=asker, verdict=VERDICT)
    elif end == "withdrawn":
        withdraw_request(request=request, actor=asker)
    else:
        desk = taken_by(request)
        decide_request(
            request=request, actor=desk, to=RequestStatus.AFGEWEZEN, reason="Past niet.",
            alternative="Bel het loket.", advice=[],
        )  # fmt: skip
    assert subjects(manager) == told(request, "is binnengekomen", word)


def test_hears_nothing_between_and_nothing_of_another_gemeente(manager: User) -> None:
    other = UserFactory(role="accountmanager")
    assign_account_manager(gemeente=Gemeente.objects.get(slug="amsterdam"), user=other, actor=None)
    request = make_running(make_asker())
    assert subjects(manager) == told(request, "is binnengekomen")
    assert subjects(other) == []


def test_who_has_no_account_any_more_or_asked_it_is_not_mailed(manager: User) -> None:
    grant_role(user=manager, role=Role.GEMEENTE, actor=None)
    join_gemeente(user=manager, gemeente=Gemeente.objects.get(slug=GEMEENTE), actor=None)
    make_request(User.objects.get(pk=manager.pk))
    assert not any("is binnengekomen" in subject for subject in subjects(manager))
    User.objects.filter(pk=manager.pk).update(is_active=False)
    before = len(subjects(manager))
    make_request(make_asker())
    assert len(subjects(manager)) == before


def test_gemeente_without_an_account_manager_asks_as_before(
    run_outbox: Callable[[], int], mailoutbox: list[Any]
) -> None:
    make_request()
    run_outbox()
    assert not any("accountmanager" in mail.body for mail in mailoutbox)


def test_manager_asks_for_the_own_gemeenten_only(manager: User) -> None:
    own, other = Gemeente.objects.get(slug=GEMEENTE), Gemeente.objects.exclude(slug=GEMEENTE)[0]
    assert may_ask_for(manager, own)
    assert not may_ask_for(manager, other)

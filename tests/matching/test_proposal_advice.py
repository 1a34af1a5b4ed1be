"""The list in which the loket chooses for a proposal is the advice of the request's page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from expertpool.models import ExpertProfile, Interest
from krachtwijken.accounts.models import User
from matching.engine.rank import Advice, Candidate
from matching.models import ProposalItem
from matching.proposals.enums import OfferKind
from matching.proposals.people import ONLY_FOR_DESK
from tests.factories.dossiers import REASON, make_expert, taken_by
from tests.factories.requests import make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def desk(search_index: Any, as_role: Callable[..., Client]) -> Client:
    return as_role("loket")


@pytest.fixture
def advised(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """What the engine says, of these people in this order."""

    def say(*profiles: ExpertProfile) -> list[str]:
        people = [
            Advice(
                Candidate(f"profile:{one.pk}", one.title, one.get_absolute_url(), 0.5, 2, 0.9 - place / 10),
                0.9 - place / 10,
                {"tekst": 0.9 - place / 10, "kracht": 0.5, "tijd": 0.5},
            )
            for place, one in enumerate(profiles)
        ]
        advice = {"people": people, "centres": []}
        monkeypatch.setattr("matching.requests.advised.advise", lambda *_args, **_kwargs: advice)
        return [item.candidate.key for item in people]

    return say


def test_list_to_choose_from_shows_the_advice_of_the_page_in_its_order_with_its_scores(
    desk: Client, asker: User, advised: Callable[..., list[str]]
) -> None:
    """Also who may not be proposed: a score that is not there would be a riddle."""
    request = make_request(asker)
    taken_by(request)
    free, hidden, tied = make_expert("Vrij"), make_expert("Verborgen"), make_expert("Betrokken")
    ExpertProfile.objects.filter(pk=hidden.pk).update(visibility="alleen_loket")
    Interest.objects.create(profile=tied, gemeente=request.gemeente, role="toezichthouder")
    keys = advised(hidden, free, tied)
    page = desk.get(f"/loket/werkvoorraad/{request.reference}/")
    shown = [(item.candidate.key, item.percent) for item in page.context["advice"]["people"]]
    address = f"/loket/werkvoorraad/{request.reference}/voorstel/"
    choosing = desk.get(address)
    form = choosing.context["form"]
    ((_, rows),) = [group for group in form.groups if group[0] == OfferKind.PERSON.label]
    assert [(row.offer.key, row.offer.percent) for row in rows] == shown
    assert [key for key, _ in shown] == keys
    assert [row.picked is not None for row in rows] == [False, True, False]
    text = choosing.content.decode()
    assert ONLY_FOR_DESK in text
    assert text.count("Kunt u niet kiezen.") == 2
    assert "Nu bezet: 0 van" in text
    sent = {"shown": form.initial["shown"], "token": "een", "kies_0": "on", "reden_0": REASON}
    assert desk.post(address, sent).status_code == 422, "a box that is not there is not ticked"
    sent |= {"kies_1": "on", "reden_1": REASON}
    assert desk.post(address, sent).status_code == 302, "who cannot be chosen is not passed over"
    kept = list(ProposalItem.objects.values_list("key", "is_chosen"))
    assert kept == [(keys[1], True)]


def test_who_was_accepted_before_stands_in_the_list_without_a_box(
    desk: Client, asker: User, advised: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    request = make_request(asker)
    taken_by(request)
    (key,) = advised(make_expert("Vrij"))
    monkeypatch.setattr("matching.proposals.views.accepted_keys", lambda _request: frozenset({key}))
    page = desk.get(f"/loket/werkvoorraad/{request.reference}/voorstel/")
    assert "Hierop zei de gemeente al ja." in page.content.decode()
    assert not any(name.startswith("kies_") for name in page.context["form"].fields)

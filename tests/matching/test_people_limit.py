"""More people in a proposal than the kind of help counts on: said beforehand, and not without a reason."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from matching.engagements.enums import Reply
from matching.engagements.services.answering import record_answer
from matching.engagements.services.missions import stop_mission
from matching.models import Proposal, SupportRequest
from matching.proposals.enums import OfferAnswer
from matching.proposals.forms import NEEDS_OVERRULING, TOO_MANY
from matching.proposals.limits import PeopleLimit, people_limit_of
from matching.proposals.services import Answer, answer_proposal, recall_proposal
from matching.requests.enums import RequestKind
from tests.factories.dossiers import REASON, items_of, make_expert, make_proposed, person_offer, taken_by
from tests.factories.engagements import expert_of, make_invitation, make_mission, make_taken_request
from tests.factories.requests import make_asker, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]
ONE, TWO, PAGE = "profile:1", "profile:2", "case:3"


@pytest.mark.parametrize(
    ("most", "coming", "chosen", "too_many"),
    [
        (1, [], [ONE], False),
        (1, [], [ONE, TWO], True),
        (2, [], [ONE, TWO], False),
        (2, ["profile:9"], [ONE, TWO], True),
        (1, [ONE], [ONE], False),
        (1, [], [ONE, PAGE, "centre:4"], False),
        (1, [ONE, TWO], [PAGE], False),
        (0, [ONE, TWO], [ONE, TWO, "profile:9"], False),
    ],
)
def test_only_people_count_and_who_comes_already_counts_once(
    most: int, coming: list[str], chosen: list[str], too_many: bool
) -> None:
    limit = PeopleLimit(most, frozenset(coming))
    assert limit.is_passed_by(chosen) is too_many
    assert limit.is_reached is (bool(most) and len(coming) >= most)


def test_who_comes_is_who_waits_works_worked_or_was_chosen_and_not_asked() -> None:
    asker = make_asker()
    proposal = make_proposed(asker=asker, people=2)
    request = proposal.request
    first, _ = items_of(proposal)
    answer_proposal(
        request=request, actor=asker, answers={first.pk: Answer(OfferAnswer.ACCEPTED.value)}, token="a"
    )
    assert people_limit_of(request).coming == {first.key}, "what is not answered yet is nobody's"
    recall_proposal(request=request, actor=SupportRequest.objects.get().owner)
    waits, works, stopped, said_no = (make_invitation(request=request) for _ in range(4))
    make_mission(works)
    stop_mission(mission=make_mission(stopped), actor=stopped.invited_by, reason="Ziek.")
    record_answer(invitation=said_no, reply=Reply.NO, actor=expert_of(said_no), code="betrokken")
    assert people_limit_of(request).coming == {
        first.key, f"profile:{waits.profile_id}", f"profile:{works.profile_id}",
    }  # fmt: skip


def test_whom_the_gemeente_chose_and_who_said_no_leaves_a_place() -> None:
    asker = make_asker()
    proposal = make_proposed(asker=asker, people=1)
    (item,) = items_of(proposal)
    answer_proposal(
        request=proposal.request,
        actor=asker,
        answers={item.pk: Answer(OfferAnswer.ACCEPTED.value)},
        token="a",
    )
    profile = ExpertProfile.objects.get(pk=item.key.partition(":")[2])
    invitation = make_invitation(profile, SupportRequest.objects.get())
    record_answer(invitation=invitation, reply=Reply.NO, actor=expert_of(invitation), code="betrokken")
    assert people_limit_of(proposal.request).coming == frozenset()


def of_topdog(asker: User) -> SupportRequest:
    request = make_request(asker, kind=RequestKind.TOPDOG)
    taken_by(request)
    return SupportRequest.objects.get(pk=request.pk)


def test_page_warns_and_asks_a_reason_and_sends_with_one(
    as_role: Any, monkeypatch: pytest.MonkeyPatch, search_index: Any
) -> None:
    request, desk = of_topdog(make_asker()), as_role("loket")
    offers = [person_offer(make_expert("Eerste")), person_offer(make_expert("Tweede"), 0.5)]
    monkeypatch.setattr("matching.proposals.views.offers_for", lambda *_args, **_kwargs: offers)
    address = f"/loket/werkvoorraad/{request.reference}/voorstel/"
    page = desk.get(address)
    told = page.content.decode()
    assert "hoort hoogstens 1 persoon." in told
    assert "gevraagd of op weg" not in told
    sent = {"shown": page.context["form"].initial["shown"], "token": "een", "kies_1": "on", "reden_1": REASON}
    sent |= {"kies_0": "on", "reden_0": REASON}
    back = desk.post(address, sent)
    assert back.status_code == 422
    told = unescape(back.content.decode())
    assert TOO_MANY.format(1) in told
    assert NEEDS_OVERRULING not in told
    assert not Proposal.objects.exists()
    both = {name: value for name, value in sent.items() if not name.endswith("_0")}
    skipped = unescape(desk.post(address, both).content.decode())
    assert NEEDS_OVERRULING in skipped
    assert TOO_MANY.format(1) not in skipped, "one is not too many"
    assert desk.post(address, {**sent, "overruling": "Een duo dat samen werkt."}).status_code == 302
    assert Proposal.objects.get().overruling == "Een duo dat samen werkt."
    shown = desk.get(f"/loket/werkvoorraad/{request.reference}/").content.decode()
    assert "Waarom het loket afweek: Een duo dat samen werkt." in shown


def test_page_says_how_many_come_already_and_nothing_of_a_kind_without_a_number(
    as_role: Any, monkeypatch: pytest.MonkeyPatch, search_index: Any
) -> None:
    asker = make_asker()
    request, desk = of_topdog(asker), as_role("loket")
    make_invitation(request=request)
    monkeypatch.setattr("matching.proposals.views.offers_for", lambda *_args, **_kwargs: [])
    assert "Er is er al 1 gekozen, gevraagd of op weg." in page_of(desk, request)
    question = make_request(asker, kind=RequestKind.KENNISVRAAG)
    taken_by(question)
    assert "hoogstens" not in page_of(desk, question)
    other = make_taken_request(asker=asker)
    assert "horen hoogstens 2 personen." in page_of(desk, other)


def page_of(desk: Client, request: SupportRequest) -> str:
    return desk.get(f"/loket/werkvoorraad/{request.reference}/voorstel/").content.decode()

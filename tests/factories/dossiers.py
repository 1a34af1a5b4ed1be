"""Requests that are under way: taken, proposed, in execution, closed. Needs the reference data and the tree of pages."""

from datetime import date, timedelta
from typing import Any

from django.utils.text import slugify

from expertpool.enums import Visibility
from expertpool.models import ExpertProfile
from knowledge.models import PracticePage
from krachtwijken.accounts.models import User
from matching.closing.enums import Degree, Recommend
from matching.closing.services import Verdict, close_request
from matching.closing.silence import reopen_request
from matching.models import Proposal, ProposalItem, SupportRequest
from matching.proposals.enums import OfferAnswer, OfferKind
from matching.proposals.offers import Offer
from matching.proposals.services import Answer, answer_proposal, send_proposal
from matching.requests.enums import RequestStatus
from matching.requests.kinds.registry import course_of
from matching.requests.services.steps import decide_request, take_request
from tests.factories.accounts import UserFactory
from tests.factories.requests import KIND, make_asker, make_request

REASON = "Dit past bij uw vraag."
# After an answer, for the kind of `make_request`.
ASK_AFTER = timedelta(days=course_of(KIND).terms.asks_after)
CLOSE_AFTER = timedelta(days=course_of(KIND).terms.closes_after)
NOTICE = course_of(KIND).terms.notice
VERDICT = Verdict(Degree.YES, Degree.PARTLY, Recommend.YES, "De start duurde lang.")


def make_expert(title: str = "Wijkregisseur", **fields: Any) -> ExpertProfile:
    user = UserFactory(role="expert")
    values = {"visibility": Visibility.PUBLIC, "consent_until": date(2099, 1, 1), **fields}
    profile: ExpertProfile = ExpertProfile.objects.create(
        user=user, title=title, slug=slugify(f"{title}-{user.pk}"), summary="Kort.", about="Lang.",
        levels=["procesregie"], roles=["adoptant"], days_per_month=2, max_parallel=2, **values,
    )  # fmt: skip
    return profile


def person_offer(profile: ExpertProfile, score: float = 0.9) -> Offer:
    return Offer(
        OfferKind.PERSON.value, f"profile:{profile.pk}", profile.title, profile.get_absolute_url(), score,
        {"tekst": score},
    )  # fmt: skip


def page_offer(page: PracticePage, score: float = 0.8) -> Offer:
    return Offer(OfferKind.APPROACH.value, f"case:{page.pk}", page.title, page.url or "", score)


def taken_by(request: SupportRequest) -> User:
    desk: User = UserFactory(role="loket")
    take_request(request=request, actor=desk)
    return desk


def make_proposed(*, asker: User | None = None, people: int = 2) -> Proposal:
    """Of so many people, all chosen."""
    request = make_request(asker or make_asker())
    desk = taken_by(request)
    offers = [person_offer(make_expert(f"Expert{number}"), 0.9 - number / 10) for number in range(people)]
    return send_proposal(
        request=request,
        actor=desk,
        offers=offers,
        reasons={offer.key: REASON for offer in offers},
        token="een",
    )


def items_of(proposal: Proposal) -> list[ProposalItem]:
    return list(proposal.items.all())


def make_running(asker: User) -> SupportRequest:
    """In execution: what was proposed was accepted."""
    proposal = make_proposed(asker=asker, people=1)
    (item,) = items_of(proposal)
    answers = {item.pk: Answer(OfferAnswer.ACCEPTED.value)}
    answer_proposal(request=proposal.request, actor=asker, answers=answers, token="ja")
    return SupportRequest.objects.get(pk=proposal.request_id)


def reopened(request: SupportRequest) -> SupportRequest:
    """Answered with knowledge by its owner, which did not help whoever asked."""
    owner, asker = request.owner, request.created_by
    assert owner is not None
    assert asker is not None
    decide_request(
        request=request,
        actor=owner,
        to=RequestStatus.BEANTWOORD,
        reason="Lees dit.",
        alternative="",
        advice=[],
    )
    token = f"hielp-niet-{request.times_reopened}"
    return reopen_request(request=request, actor=asker, text="Wij zoeken iemand.", token=token)


def make_closed(asker: User) -> SupportRequest:
    request = make_running(asker)
    close_request(request=request, actor=asker, verdict=VERDICT)
    return SupportRequest.objects.get(pk=request.pk)

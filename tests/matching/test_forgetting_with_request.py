"""What goes with the words of a request: five years after its end, of no request that ended later or still runs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from krachtwijken.core import retention
from matching.closing.services import close_request
from matching.conversation.services.messages import mark_read, post_message
from matching.conversation.services.promises import add_promise
from matching.mail_in.models import Bounce, ReplyAddress, SeenMail
from matching.models import (
    ClosingAnswer,
    FollowUp,
    Message,
    PartQuestion,
    Promise,
    Proposal,
    ProposalItem,
    ReadMark,
    SupportRequest,
)
from matching.requests.enums import RequestStatus
from matching.requests.services.forgetting import REMOVED
from tests.factories.dossiers import VERDICT, make_proposed, make_running
from tests.factories.parts import make_member, make_part
from tests.factories.requests import make_asker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
YEARS = 5 * 365


def talked_about() -> SupportRequest:
    request = make_running(make_asker())
    assert request.owner is not None
    assert request.created_by is not None
    said = post_message(request=request, actor=request.owner, text="Komt u donderdag?", token="een")
    mark_read(request=request, actor=request.created_by, last=said.pk)
    add_promise(
        request=request, actor=request.owner, text="Een dag prikken.", promised_by="Loket", promised_to="Gemeente",
        due_on=timezone.localdate(), token="een",
    )  # fmt: skip
    return request


def closed() -> SupportRequest:
    request = make_running(make_asker())
    assert request.created_by is not None
    close_request(request=request, actor=request.created_by, verdict=VERDICT)
    return request


def divided() -> SupportRequest:
    return make_part(slug="movisie").request


def words_of_talk() -> set[int]:
    """Of which requests something is left of each kind."""
    left = [set(model.objects.values_list("request", flat=True)) for model in (Message, Promise, ReadMark)]
    assert left[0] == left[1] == left[2]
    return left[0]


def words_of_proposals() -> set[int]:
    written = Proposal.objects.exclude(overruling=REMOVED).exclude(made_by=None)
    left = set(written.values_list("request", flat=True))
    assert set(ProposalItem.objects.values_list("proposal__request", flat=True)) == left
    return left


def words_of_ends() -> set[int]:
    left = ClosingAnswer.objects.exclude(what_did_not_work=REMOVED).exclude(by=None)
    later = FollowUp.objects.exclude(adjustment=REMOVED)
    assert set(left.values_list("request", flat=True)) == set(later.values_list("request", flat=True))
    return set(left.values_list("request", flat=True))


def words_of_parts() -> set[int]:
    return set(PartQuestion.objects.exclude(question=REMOVED).values_list("request", flat=True))


@pytest.mark.parametrize(
    ("rule", "make", "left"),
    [
        ("matching.conversation", talked_about, words_of_talk),
        ("matching.proposals", lambda: make_proposed().request, words_of_proposals),
        ("matching.closing", closed, words_of_ends),
        ("matching.parts", divided, words_of_parts),
    ],
    ids=["talk", "proposals", "end", "parts"],
)
def test_words_go_five_years_after_the_end_of_their_own_request(
    rule: str, make: Callable[[], SupportRequest], left: Callable[[], set[int]]
) -> None:
    make_member()
    old, young, running = (make().pk for _ in range(3))
    assert left() == {old, young, running}
    for pk, status, days in (
        (old, RequestStatus.AFGEROND, YEARS + 1),
        (young, RequestStatus.AFGEROND, YEARS - 1),
        (running, RequestStatus.IN_UITVOERING, 2 * YEARS),
    ):
        since = timezone.now() - timedelta(days=days)
        SupportRequest.objects.filter(pk=pk).update(status=status, status_since=since)
    assert retention.RULES[rule]() > 0
    assert retention.RULES[rule]() == 0
    assert left() == {young, running}


def test_what_tells_that_a_mail_was_had_goes_after_ninety_days() -> None:
    for days in (91, 89):
        at = timezone.now() - timedelta(days=days)
        SeenMail.objects.create(digest=f"{days}", sender_digest="b", fate="dropped", at=at)
        Bounce.objects.create(mail_key=f"{days}", recipient="iemand@example.org", at=at)
    assert retention.RULES["matching.mail_seen"]() == 2
    assert SeenMail.objects.get().digest == Bounce.objects.get().mail_key == "89"


def test_address_for_answers_goes_a_year_after_the_end_of_its_request() -> None:
    kept = []
    for number, (status, days) in enumerate(
        [(RequestStatus.AFGEROND, 366), (RequestStatus.AFGEROND, 364), (RequestStatus.IN_UITVOERING, 999)]
    ):
        request = make_proposed(people=1).request
        since = timezone.now() - timedelta(days=days)
        SupportRequest.objects.filter(pk=request.pk).update(status=status, status_since=since)
        ReplyAddress.objects.filter(request=request).delete()
        kept.append(
            ReplyAddress.objects.create(request=request, user=request.created_by, key=f"sleutel{number}")
        )
    assert retention.RULES["matching.mail_seen"]() == 1
    assert list(ReplyAddress.objects.order_by("pk")) == kept[1:]

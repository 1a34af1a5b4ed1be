"""Whatever the two sides do, in whatever order: a request follows the table of steps and its kind, and what hangs on its
state is right (bar S23)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import sampled_from

from krachtwijken.core.audit import events_of
from matching.closing.services import close_request
from matching.conversation.services.messages import post_message
from matching.models import SupportRequest, ThreadLink
from matching.proposals.enums import OfferAnswer
from matching.proposals.selectors import open_proposal
from matching.proposals.services import (
    Answer,
    NotToProposeError,
    answer_proposal,
    recall_proposal,
    send_proposal,
)
from matching.requests.enums import KIND_UNKNOWN, RequestKind, RequestStatus
from matching.requests.kinds.registry import course_of
from matching.requests.services.kind import change_kind
from matching.requests.services.steps import decide_request, take_request, withdraw_request
from matching.requests.workflow import ALLOWED, DECISIONS, TALKING, WrongStepError, states_of
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import REASON, VERDICT, items_of, make_expert, person_offer
from tests.factories.requests import make_asker, make_request

REFUSALS = (WrongStepError, PermissionDenied, NotToProposeError)


class Requests(RuleBasedStateMachine):
    """Every service, by anybody who could send to it."""

    kind = KIND_UNKNOWN

    @initialize()
    def begin(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.asker, self.desk = make_asker(), UserFactory(role="loket")
        self.stranger = UserFactory(role="gemeente")
        self.people = [make_expert("Een"), make_expert("Twee")]
        self.request = make_request(self.asker, kind=self.kind)
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "outer"):
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def try_it(self, call: Callable[[], Any]) -> None:
        """What is refused leaves everything as it was."""
        before = (self.status, events_of(self.request).count())
        try:
            with transaction.atomic():
                call()
        except REFUSALS:
            assert (self.status, events_of(self.request).count()) == before

    @property
    def status(self) -> RequestStatus:
        return RequestStatus(SupportRequest.objects.get(pk=self.request.pk).status)

    def token(self) -> str:
        self.number += 1
        return str(self.number)

    @rule(who=sampled_from(["asker", "desk", "stranger"]))
    def take(self, who: str) -> None:
        self.try_it(lambda: take_request(request=self.request, actor=getattr(self, who)))

    @rule(to=sampled_from(DECISIONS), who=sampled_from(["asker", "desk", "stranger"]))
    def decide(self, to: RequestStatus, who: str) -> None:
        self.try_it(
            lambda: decide_request(
                request=self.request, actor=getattr(self, who), to=to, reason="r", alternative="a", advice=[]
            )
        )

    @rule(kind=sampled_from(RequestKind), who=sampled_from(["asker", "desk", "stranger"]))
    def choose_kind(self, kind: RequestKind, who: str) -> None:
        self.try_it(
            lambda: change_kind(request=self.request, actor=getattr(self, who), kind=kind, reason="r")
        )

    @rule(who=sampled_from(["asker", "desk", "stranger"]))
    def propose(self, who: str) -> None:
        offers = [person_offer(profile) for profile in self.people]
        reasons = {offer.key: REASON for offer in offers}
        self.try_it(
            lambda: send_proposal(
                request=self.request, actor=getattr(self, who), offers=offers, reasons=reasons,
                token=self.token(),
            )
        )  # fmt: skip

    @rule(who=sampled_from(["asker", "desk", "stranger"]))
    def recall(self, who: str) -> None:
        self.try_it(lambda: recall_proposal(request=self.request, actor=getattr(self, who)))

    @rule(
        choice=sampled_from([*OfferAnswer.values, "vraag"]), place=sampled_from([0, 1]),
        who=sampled_from(["asker", "desk", "stranger"]),
    )  # fmt: skip
    def answer(self, choice: str, place: int, who: str) -> None:
        proposal = open_proposal(self.request)
        answers = {items_of(proposal)[place].pk: Answer(choice, "Woord")} if proposal else {}
        self.try_it(
            lambda: answer_proposal(
                request=self.request, actor=getattr(self, who), answers=answers, token=self.token()
            )
        )

    @rule(who=sampled_from(["asker", "desk", "stranger"]))
    def close(self, who: str) -> None:
        self.try_it(lambda: close_request(request=self.request, actor=getattr(self, who), verdict=VERDICT))

    @rule(who=sampled_from(["asker", "desk", "stranger"]))
    def withdraw(self, who: str) -> None:
        self.try_it(lambda: withdraw_request(request=self.request, actor=getattr(self, who)))

    @rule(who=sampled_from(["asker", "desk", "stranger"]))
    def say(self, who: str) -> None:
        self.try_it(
            lambda: post_message(
                request=self.request, actor=getattr(self, who), text="Hallo", token=self.token()
            )
        )

    @invariant()
    def trail_follows_the_table(self) -> None:
        if not hasattr(self, "request"):
            return
        now, kind = RequestStatus.INGEDIEND, self.kind
        for event in events_of(self.request).filter(action__in=["matching.status", "matching.kind"]):
            if event.action == "matching.kind":
                kind = event.data["to"]
                assert now in states_of(kind)
                continue
            step = RequestStatus(event.data["to"])
            assert event.data["from"] == now
            assert step in ALLOWED[now]
            assert step not in course_of(kind).barred
            now = step
        assert self.status == now

    @invariant()
    def what_hangs_on_the_state_is_right(self) -> None:
        if not hasattr(self, "request"):
            return
        now, waits = self.status, open_proposal(self.request) is not None
        assert not (now == RequestStatus.VOORGESTELD and not waits)
        assert not (waits and now not in {RequestStatus.VOORGESTELD, RequestStatus.INGETROKKEN})
        assert (now == RequestStatus.AFGEROND) == self.request.closing_answers.exists()
        assert self.request.follow_ups.count() == (2 if now == RequestStatus.AFGEROND else 0)
        if now == RequestStatus.AFGEROND:
            assert not ThreadLink.objects.filter(request=self.request).exists()
        assert not self.request.messages.filter(author=self.stranger).exists()
        assert now in TALKING or not ALLOWED[now]


@pytest.mark.django_db
@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("kind", [KIND_UNKNOWN, *RequestKind.values])
def test_any_order_of_steps_keeps_to_the_table_and_to_the_kind(kind: str) -> None:
    chosen = settings(
        max_examples=3, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(type("OfKind", (Requests,), {"kind": kind}), settings=chosen)

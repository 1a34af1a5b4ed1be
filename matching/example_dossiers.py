"""What happened with the example requests. Proposals, talk, promises and the end of the packaged ones."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from expertpool.models import ExpertProfile
from knowledge.cases.selectors import cases_visible_to
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import members_of_gemeente, users_with_role
from krachtwijken.core.example_clock import days_ago
from matching.closing.enums import Degree, Recommend
from matching.closing.services import Verdict, ask_follow_ups, close_request
from matching.conversation.enums import PromiseState
from matching.conversation.services.messages import post_message
from matching.conversation.services.promises import add_promise, settle_promise
from matching.models import SupportRequest
from matching.proposals.enums import OfferKind
from matching.proposals.models import Proposal
from matching.proposals.offers import Offer
from matching.proposals.services import Answer, answer_proposal, send_proposal
from matching.requests.examples import find_example
from matching.requests.services.steps import take_request

DATA = Path(__file__).resolve().parent / "data" / "example_dossiers.yaml"
# What a calculated score would be about.
SCORE = 0.8


@dataclass(frozen=True)
class Cast:
    """Who plays: of a gemeente without an example account nobody."""

    desk: User
    member: User | None


def load_example_dossiers(*, progress: Callable[[str], None] = lambda line: None) -> int:
    """Repeatable: does nothing when an example request has a proposal already."""
    if Proposal.objects.filter(request__is_example=True).exists():
        return 0
    rows = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    for row in rows:
        _play(row)
    progress(f"{DATA.name}: {len(rows)} nieuw")
    return len(rows)


@transaction.atomic
def _play(row: dict[str, Any]) -> None:
    asked = row.get("find") or {name: row["request"][name] for name in ("wijk", "kind")}
    request = find_example(**asked)
    cast = cast_of(request)
    desk = cast.desk
    if request.handler is None:
        with days_ago(row["taken"]):
            take_request(request=request, actor=desk)
    make_example_proposal(request, cast, row["proposal"])
    for number, message in enumerate(row.get("messages", [])):
        with days_ago(message.pop("days")):
            _say(request, cast, message, f"voorbeeld-{number}")
    for number, promise in enumerate(row.get("promises", [])):
        _promise(request, cast, promise, f"voorbeeld-{number}")
    for side, answers in row.get("closing", {}).items():
        actor = desk if side == "loket" else cast.member
        verdict = Verdict(
            Degree(answers["helped"]), Degree(answers["reached"]), Recommend(answers["recommends"]),
            answers["what"],
        )  # fmt: skip
        with days_ago(answers["closed"]):
            close_request(request=request, actor=actor or desk, verdict=verdict)
    if "closing" in row:
        ask_follow_ups(today=timezone.localdate())


def cast_of(request: SupportRequest) -> Cast:
    desk = users_with_role(Role.LOKET).order_by("pk").first()
    assert isinstance(desk, User)  # noqa: S101 - the example accounts are loaded before
    return Cast(desk, members_of_gemeente(request.gemeente).order_by("pk").first())


def make_example_proposal(request: SupportRequest, cast: Cast, row: dict[str, Any]) -> None:
    offers = list(_offers(row))
    reasons = {**row.get("people", {}), **row.get("cases", {})}
    with days_ago(row["sent"]):
        proposal = send_proposal(
            request=request, actor=cast.desk, offers=offers, token="voorbeeld",  # noqa: S106 - no secret
            reasons={offer.key: reasons[offer.title] for offer in offers},
        )  # fmt: skip
    answers = [Answer(choice, word) for choice, word in row.get("answers", [])]
    if answers and cast.member:
        by_item = dict(zip(proposal.items.values_list("pk", flat=True), answers, strict=True))
        with days_ago(row["answered"]):
            answer_proposal(request=request, actor=cast.member, answers=by_item, token="voorbeeld")  # noqa: S106


def _offers(row: dict[str, Any]) -> Iterator[Offer]:
    for profile in ExpertProfile.objects.filter(title__in=row.get("people", {})).order_by("pk"):
        yield Offer(
            OfferKind.PERSON.value, f"profile:{profile.pk}", profile.title, profile.get_absolute_url(), SCORE
        )
    for page in cases_visible_to(AnonymousUser()).filter(title__in=row.get("cases", {})).order_by("pk"):
        yield Offer(OfferKind.APPROACH.value, f"case:{page.pk}", page.title, page.url or "", SCORE)


def _say(request: SupportRequest, cast: Cast, row: dict[str, str], token: str) -> None:
    ((who, text),) = row.items()
    actor = cast.member if who == "gemeente" else cast.desk
    post_message(request=request, actor=actor or cast.desk, text=text, token=token, is_internal=who == "note")


def _promise(request: SupportRequest, cast: Cast, row: dict[str, Any], token: str) -> None:
    due_on = timezone.localdate() + timedelta(days=row["days"])
    with days_ago(row["made"]):
        promise = add_promise(
            request=request, actor=cast.desk, text=row["text"], promised_by=row["by"], promised_to=row["to"],
            due_on=due_on, token=token,
        )  # fmt: skip
    if "state" in row:
        with days_ago(row["settled"]):
            settle_promise(promise=promise, actor=cast.desk, state=PromiseState(row["state"]))

"""Pairs of a problem and a passage that answered it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch

from expertpool.models import ExpertProfile
from expertpool.selectors import profiles_visible_to
from knowledge.cases.selectors import cases_visible_to
from knowledge.selectors import centres_visible_to
from krachtwijken.core.privacy import find_personal_data
from krachtwijken.core.text import sentences
from matching.models import Decision, SupportRequest
from matching.proposals.enums import OfferAnswer
from matching.proposals.models import ProposalItem
from matching.requests.enums import RequestStatus

# Decisions after which the advice that lay there counts as accepted.
ACCEPTED = (RequestStatus.IN_UITVOERING, RequestStatus.AFGEROND)
SHORTEST_WORDS = 4


@dataclass(frozen=True)
class Pair:
    query: str
    passage: str
    source: str


def pairs() -> Iterator[Pair]:
    """Only what a visitor may read stands on the side of the passage; sentences with personal data are left out."""
    seen: set[tuple[str, str]] = set()
    for pair in (*_of_cases(), *_of_requests()):
        query, passage = without_personal_data(pair.query), without_personal_data(pair.passage)
        long_enough = min(len(query.split()), len(passage.split())) >= SHORTEST_WORDS
        if long_enough and (query, passage) not in seen:
            seen.add((query, passage))
            yield Pair(query, passage, pair.source)


def without_personal_data(text: str) -> str:
    return " ".join(sentence for sentence in sentences(text) if not find_personal_data(sentence))


def _of_cases() -> Iterator[Pair]:
    """A case says which problem it had, and editors say which of the known problems that is."""
    for case in cases_visible_to(AnonymousUser()).prefetch_related("problems").order_by("pk"):
        passage = f"{case.title}. {case.summary}"
        yield Pair(case.problem_text, passage, "case")
        for label in case.problems.all():
            yield Pair(label.label, f"{case.problem_text} {case.goal}", "label")


def _of_requests() -> Iterator[Pair]:
    """What a gemeente asked, with the best of the advice that the loket went on with."""
    visitor = AnonymousUser()
    people = {f"profile:{row.pk}": _about(row) for row in profiles_visible_to(visitor)}
    centres = {f"centre:{row.pk}": f"{row.title}. {row.summary}" for row in centres_visible_to(visitor)}
    passages = {**people, **centres}
    cases = {f"case:{row.pk}": f"{row.title}. {row.summary}" for row in cases_visible_to(visitor)}
    yield from _of_proposals({**passages, **cases})
    decisions = Decision.objects.filter(to__in=ACCEPTED).order_by("pk")
    requests = SupportRequest.objects.filter(decisions__to__in=ACCEPTED).distinct().order_by("pk")
    for request in requests.prefetch_related(Prefetch("decisions", decisions, to_attr="accepted")):
        for decision in request.accepted:
            keys = [item.get("key") for item in decision.advice if isinstance(item, dict)][:1]
            for key in keys:
                if key in passages:
                    yield Pair(request.problem, passages[key], "request")


def _of_proposals(passages: Mapping[str, str]) -> Iterator[Pair]:
    """What a gemeente asked, with each part of a proposal that it accepted."""
    items = ProposalItem.objects.filter(answer=OfferAnswer.ACCEPTED).select_related("proposal__request")
    for item in items.order_by("pk"):
        if item.key in passages:
            yield Pair(item.proposal.request.problem, passages[item.key], "request")


def _about(profile: ExpertProfile) -> str:
    return f"{profile.title}. {profile.summary}"

"""What the advice on a request offers to propose. What is shown of it travels, signed, with the form, so that a proposal
is kept as it was seen and not as it would be calculated a moment later."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core import signing

from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Gemeente
from matching.advice.services import Problem, advise
from matching.engine.rank import Advice
from matching.models import SupportRequest
from matching.proposals.enums import OfferKind
from matching.proposals.people import proposable_people, refusals_of_people
from search.api import find_for_problem
from search.types import Kind, ProblemHit

SALT = "matching.proposals"
APPROACHES, SCHEMES = 5, 3
TITLE_LENGTH = 255


@dataclass(frozen=True)
class Offer:
    """A page is one that everybody may read. A person whom only the loket sees is not offered."""

    kind: str
    key: str
    title: str
    url: str
    score: float
    parts: dict[str, float] = field(default_factory=dict)
    why: str = ""
    # Searched for by somebody at the loket: the advice said nothing about it, so it has no place in its order.
    is_added: bool = False


def offers_for(request: SupportRequest, *, viewer: Viewer) -> list[Offer]:
    """Per kind, best first."""
    advice = advise(Problem(f"request:{request.pk}", f"{request.problem} {request.wanted}"), viewer=viewer)
    people = advice["people"]
    asked = proposable_people([item.candidate.key for item in people], request.gemeente)
    # A gemeente reads what everybody reads: no page that only staff may open.
    pages = find_for_problem(
        request.problem, viewer=AnonymousUser(), kinds=[Kind.CASE, Kind.SCHEME], limit=APPROACHES
    )
    return [
        *(_of_advice(item, OfferKind.PERSON) for item in people if item.candidate.key in asked),
        *(_of_hit(hit, OfferKind.APPROACH) for hit in pages[Kind.CASE]),
        *(_of_advice(item, OfferKind.CENTRE) for item in advice["centres"]),
        *(_of_hit(hit, OfferKind.SCHEME) for hit in pages[Kind.SCHEME][:SCHEMES]),
    ]


def offers_still_to_ask(offers: Sequence[Offer], gemeente: Gemeente) -> list[Offer]:
    """Without the people who may not be proposed to this gemeente now."""
    people = [offer.key for offer in offers if offer.kind == OfferKind.PERSON]
    asked = proposable_people(people, gemeente)
    refused = refusals_of_people(
        [offer.key for offer in offers if offer.is_added and offer.key in asked], gemeente
    )
    return [
        offer
        for offer in offers
        if offer.kind != OfferKind.PERSON or (offer.key in asked and offer.key not in refused)
    ]


def sign_offers(offers: Iterable[Offer], *, request: SupportRequest) -> str:
    """Of use for this request alone."""
    return signing.dumps([asdict(offer) for offer in offers], salt=_salt_of(request), compress=True)


def signed_offers(text: str, *, request: SupportRequest) -> list[Offer]:
    """None of a text that was changed, was made for another request or is not there."""
    try:
        rows: list[dict[str, Any]] = signing.loads(text, salt=_salt_of(request))
    except signing.BadSignature:
        return []
    return [Offer(**row) for row in rows]


def passes_over_better(offers: Sequence[Offer], chosen: Iterable[str]) -> bool:
    """Of one kind a lower one of the advice is chosen and a higher one is not."""
    keys = set(chosen)
    for kind in OfferKind:
        picked = [offer.key in keys for offer in offers if offer.kind == kind and not offer.is_added]
        if any(now and not before for before, now in pairwise(picked)):
            return True
    return False


def _salt_of(request: SupportRequest) -> str:
    return f"{SALT}.{request.pk}"


def _of_advice(item: Advice, kind: OfferKind) -> Offer:
    who = item.candidate
    why = who.evidence_sentence or (f"Past bij: {who.shared}" if who.shared else "")
    return Offer(kind.value, who.key, who.title, who.url, item.score, item.parts, why)


def _of_hit(found: ProblemHit, kind: OfferKind) -> Offer:
    why = found.reason.evidence_sentence if found.reason else found.shared and f"Past bij: {found.shared}"
    hit = found.hit
    return Offer(
        kind.value, hit.key, hit.title[:TITLE_LENGTH], hit.url, round(found.score, 4),
        {"tekst": round(found.score, 4)}, why,
    )  # fmt: skip

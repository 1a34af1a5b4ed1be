"""What the advice on a request offers to propose. What is shown of it travels, signed, with the form, so that a proposal
is kept as it was seen and not as it would be calculated a moment later."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from typing import Any

from django.core import signing

from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Gemeente
from matching.engine.rank import Advice, Scored
from matching.models import SupportRequest
from matching.proposals.enums import OfferKind
from matching.proposals.people import proposable_people, refusals_of_people
from matching.requests.advised import advice_on, pages_on
from search.types import Kind, ProblemHit

SALT = "matching.proposals"
TITLE_LENGTH = 255


@dataclass(frozen=True)
class Offer(Scored):
    """A page is one that everybody may read."""

    kind: str
    key: str
    title: str
    url: str
    score: float
    parts: dict[str, float] = field(default_factory=dict)
    why: str = ""
    # Searched for by somebody at the loket: the advice said nothing about it, so it has no place in its order.
    is_added: bool = False
    # For the loket alone: why it stands in the advice and cannot be chosen, such as a person whom only the loket sees.
    refused: str = ""


def offers_for(request: SupportRequest, *, viewer: Viewer) -> list[Offer]:
    """The advice as the page of the request shows it, per kind, best first. Who may not be proposed stands there with why."""
    advice, pages = advice_on(request, viewer=viewer), pages_on(request)
    people = advice["people"]
    refusals = refusals_of_people([item.candidate.key for item in people], request.gemeente)
    return [
        *(
            replace(
                _of_advice(item, OfferKind.PERSON), refused=" ".join(refusals.get(item.candidate.key, []))
            )
            for item in people
        ),
        *(_of_hit(hit, OfferKind.APPROACH) for hit in pages[Kind.CASE]),
        *(_of_advice(item, OfferKind.CENTRE) for item in advice["centres"]),
        *(_of_hit(hit, OfferKind.SCHEME) for hit in pages[Kind.SCHEME]),
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
        if offer.kind != OfferKind.PERSON
        or offer.refused
        or (offer.key in asked and offer.key not in refused)
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
        of_advice = [offer for offer in offers if not offer.is_added and not offer.refused]
        picked = [offer.key in keys for offer in of_advice if offer.kind == kind]
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

"""What stood in the form of a proposal whose rows change: carried over by what a row is about, not by its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matching.proposals.offers import Offer


@dataclass(frozen=True)
class Typed:
    picked: bool
    reason: str


NOTHING_TYPED = Typed(picked=False, reason="")


def typed_by_key(posted: Mapping[str, str], offers: Sequence[Offer]) -> dict[str, Typed]:
    """Of each row that was shown."""
    return {
        offer.key: Typed(bool(posted.get(f"kies_{number}")), posted.get(f"reden_{number}", ""))
        for number, offer in enumerate(offers)
    }


def initial_of(
    offers: Sequence[Offer], typed: Mapping[str, Typed], posted: Mapping[str, str]
) -> dict[str, Any]:
    """For a form of these rows."""
    values: dict[str, Any] = {"overruling": posted.get("overruling", "")}
    if token := posted.get("token"):
        values["token"] = token
    for number, offer in enumerate(offers):
        row = typed.get(offer.key, NOTHING_TYPED)
        values |= {f"kies_{number}": row.picked, f"reden_{number}": row.reason}
    return values

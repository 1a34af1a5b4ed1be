"""Beyond the advice: somebody at the loket searches the whole pool and all that everybody may read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from knowledge.selectors import centres_visible_to
from krachtwijken.accounts.types import Viewer
from matching.models import SupportRequest
from matching.proposals.enums import OfferKind
from matching.proposals.offers import TITLE_LENGTH, Offer
from matching.proposals.people import refusals_of_people
from search.api import find
from search.types import Hit, Kind, SearchFilters

TAKEN = "Hierop zei de gemeente al ja."
PER_KIND = 6
# People further down may have room where the first have none; and who has none is named, not left out.
PEOPLE_LOOKED_AT, MOST_REFUSED = 24, 12
KINDS = {
    OfferKind.PERSON: Kind.PROFILE,
    OfferKind.APPROACH: Kind.CASE,
    OfferKind.CENTRE: Kind.CENTRE,
    OfferKind.SCHEME: Kind.SCHEME,
}


@dataclass(frozen=True)
class Refused:
    """Somebody who was found and may not be proposed, and why: for the loket alone."""

    title: str
    url: str
    why: str


@dataclass(frozen=True)
class Search:
    """What was asked, and what came of it. `above` was found too, and stands in the advice already."""

    text: str
    offers: Sequence[Offer] = ()
    refused: Sequence[Refused] = ()
    above: Sequence[Offer] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.offers or self.refused or self.above)

    def beside(self, advised: Collection[str], taken: Collection[str]) -> "Search":
        """Without what stands on the page by these keys, which is named instead."""
        above = [offer for offer in self.offers if offer.key in advised]
        said_yes = [Refused(offer.title, offer.url, TAKEN) for offer in self.offers if offer.key in taken]
        shown = {*advised, *taken}
        offers = [offer for offer in self.offers if offer.key not in shown]
        return Search(self.text, offers, [*self.refused, *said_yes], above)


def search_more(text: str, *, request: SupportRequest, viewer: Viewer) -> Search:
    """For staff. What may be proposed to this gemeente, at most `PER_KIND` of each kind, and whom of the people that were found
    not, with why; nothing for an empty text."""
    if not text.strip():
        return Search("")
    hits = {kind: _hits(text, of_search, viewer, kind) for kind, of_search in KINDS.items()}
    people = hits[OfferKind.PERSON]
    refusals = refusals_of_people([hit.key for hit in people], request.gemeente)
    hits[OfferKind.PERSON] = [hit for hit in people if hit.key not in refusals][:PER_KIND]
    offers = [_offer(hit, kind) for kind, found in hits.items() for hit in found]
    return Search(text, offers, _refused(people, refusals)[:MOST_REFUSED])


def _hits(text: str, kind: Kind, viewer: Viewer, of: OfferKind) -> list[Hit]:
    """Pages as everybody reads them; of centres those that still exist."""
    who, most = (viewer, PEOPLE_LOOKED_AT) if of is OfferKind.PERSON else (AnonymousUser(), PER_KIND)
    found = find(text, viewer=who, filters=SearchFilters(kinds=(kind.value,)), limit=most)
    if of is not OfferKind.CENTRE:
        return list(found.hits)
    pks = [hit.pk for hit in found.hits]
    working = centres_visible_to(who).filter(organisation__active_until=None, pk__in=pks)
    standing = set(working.order_by().values_list("pk", flat=True))
    return [hit for hit in found.hits if hit.pk in standing]


def _offer(hit: Hit, kind: OfferKind) -> Offer:
    return Offer(kind.value, hit.key, hit.title[:TITLE_LENGTH], hit.url, 0.0, why=hit.summary, is_added=True)


def _refused(hits: Sequence[Hit], refusals: Mapping[str, Sequence[str]]) -> list[Refused]:
    return [Refused(hit.title, hit.url, " ".join(refusals[hit.key])) for hit in hits if hit.key in refusals]

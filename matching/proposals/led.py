"""For the figures of a centre: in how many requests a page was proposed. Numbers only."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from knowledge.figures.provided import Proposed
from matching.proposals.enums import OfferKind
from matching.proposals.models import ProposalItem

PAGES = (OfferKind.APPROACH, OfferKind.CENTRE)


def count_proposed_pages(pages: Collection[int], since: date) -> Proposed:
    """Of proposals that were sent since that day and not taken back. In one query."""
    by_key = {f"{kind}:{page}": page for page in pages for kind in PAGES}
    rows = (
        ProposalItem.objects.filter(
            key__in=by_key,
            is_chosen=True,
            proposal__is_recalled=False,
            proposal__sent_at__date__gte=since,
        )
        .order_by()
        .values_list("key", "proposal__request")
        .distinct()
    )
    requests: dict[int, set[int]] = defaultdict(set)
    for key, request in rows:
        requests[by_key[key]].add(request)
    counted = {page: len(found) for page, found in requests.items()}
    return Proposed(counted, total=len(set().union(*requests.values())))

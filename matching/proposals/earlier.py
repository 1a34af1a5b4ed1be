"""What earlier proposals of a request leave behind: what the gemeente took, and what was taken back unanswered."""

from collections.abc import Collection

from krachtwijken.accounts.types import Viewer
from matching.models import SupportRequest
from matching.proposals.enums import OfferAnswer, OfferKind
from matching.proposals.models import Proposal, ProposalItem
from matching.proposals.offers import Offer
from matching.proposals.people import people_still_shown, refusals_of_people
from matching.proposals.selectors import pages_still_shown
from matching.proposals.typed import Typed


def accepted_keys(request: SupportRequest) -> frozenset[str]:
    """What the gemeente said yes to, in any proposal: nobody asks for that again."""
    items = ProposalItem.objects.filter(proposal__request=request, answer=OfferAnswer.ACCEPTED)
    return frozenset(items.values_list("key", flat=True))


def taken_back(request: SupportRequest) -> list[ProposalItem]:
    """What the last proposal chose and nobody answered, when that proposal was taken back."""
    last = Proposal.objects.filter(request=request).order_by("-pk").first()
    if last is None or not last.is_recalled:
        return []
    return list(last.items.filter(is_chosen=True, answer=""))


def typed_again(items: Collection[ProposalItem]) -> dict[str, Typed]:
    """As they stood in the form."""
    return {item.key: Typed(picked=True, reason=item.reason) for item in items}


def offers_again(request: SupportRequest, items: Collection[ProposalItem], viewer: Viewer) -> list[Offer]:
    """Of these, what may still be proposed, as what the loket found itself. Of a person the name is read anew."""
    people = [item.key for item in items if item.kind == OfferKind.PERSON]
    refused = refusals_of_people(people, request.gemeente)
    shown = people_still_shown([key for key in people if key not in refused], viewer)
    shown |= pages_still_shown([item for item in items if item.kind != OfferKind.PERSON], viewer)
    return [
        Offer(item.kind, item.key, *shown[item.key], 0.0, is_added=True)
        for item in items
        if item.key in shown
    ]

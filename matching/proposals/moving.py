"""Two profiles became one: what was proposed of the one that goes is found under the one that stays."""

from expertpool.models import ExpertProfile
from matching.proposals.models import ProposalItem


def move_offers(*, loser: ExpertProfile, winner: ExpertProfile) -> None:
    """Within the transaction of `merge_profiles`. A proposal that named both keeps its two rows: it stays as it was shown."""
    before, after = f"profile:{loser.pk}", f"profile:{winner.pk}"
    both = ProposalItem.objects.filter(key=after).values("proposal")
    ProposalItem.objects.filter(key=before).exclude(proposal__in=both).update(key=after)

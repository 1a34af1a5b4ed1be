"""How many people the kind of help of a request counts on, and who comes or may come already."""

from collections.abc import Collection
from dataclasses import dataclass

from matching.engagements.enums import MissionState
from matching.engagements.models import Invitation
from matching.engagements.workflow import OPEN_INVITATION
from matching.models import SupportRequest
from matching.proposals.enums import OfferAnswer, OfferKind
from matching.proposals.models import ProposalItem
from matching.requests.kinds.registry import norm_of

PERSON = f"{OfferKind.PERSON}:"


@dataclass(frozen=True)
class PeopleLimit:
    """`most` is what the gemeente reads beforehand; 0 is a kind without such a number. `coming` are keys of people."""

    most: int = 0
    coming: frozenset[str] = frozenset()

    @property
    def is_reached(self) -> bool:
        return bool(self.most) and len(self.coming) >= self.most

    def is_passed_by(self, chosen: Collection[str]) -> bool:
        """Whether there are too many with these keys; what is no person does not count."""
        people = {key for key in chosen if key.startswith(PERSON)}
        return bool(self.most and people) and len(people | self.coming) > self.most


def people_limit_of(request: SupportRequest) -> PeopleLimit:
    most = norm_of(request.kind).people
    return PeopleLimit(most, _coming(request) if most else frozenset())


def _coming(request: SupportRequest) -> frozenset[str]:
    """Who is asked and may say yes, who comes or came, and whom the gemeente chose and nobody asked yet."""
    invitations = Invitation.objects.filter(request=request, profile__isnull=False)
    asked = {f"{PERSON}{pk}" for pk in invitations.values_list("profile", flat=True)}
    waiting = invitations.filter(state__in=OPEN_INVITATION)
    helping = invitations.filter(mission__isnull=False).exclude(mission__state=MissionState.BROKEN_OFF)
    coming = {f"{PERSON}{pk}" for pk in (waiting | helping).values_list("profile", flat=True)}
    accepted = ProposalItem.objects.filter(
        proposal__request=request, kind=OfferKind.PERSON, answer=OfferAnswer.ACCEPTED
    )
    return frozenset(coming | (set(accepted.values_list("key", flat=True)) - asked))

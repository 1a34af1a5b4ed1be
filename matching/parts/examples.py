"""A question of an example request in two parts, of which one is answered."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.core.example_clock import days_ago
from krachtwijken.core.models import Organisation
from matching.models import SupportRequest
from matching.parts.models import PartQuestion
from matching.parts.selectors import centres_to_ask, members_of_organisation
from matching.parts.services.answering import answer_part
from matching.parts.services.asking import ask_part
from matching.requests.enums import RequestKind, RequestStatus

DAYS = 5
# So many days ago.
ASKED, ANSWERED = 3, 1
WIJK = "Klarendal"
PARTS = (
    ("movisie", "Hoe houdt een gemeente goede ondernemers in een straat waar verdachte zaken komen?", ""),
    (
        "platform31",
        "Hoe kwamen andere wijken met politie en belasting tot één lijst van panden?",
        "Drie wijken begonnen met één lijst en één persoon die beslist. Daarna kocht de gemeente de eerste panden.",
    ),
)


@transaction.atomic
def load_example_parts(*, progress: Callable[[str], None] = lambda line: None) -> int:
    """Repeatable: does nothing when there are parts already, or nobody to ask."""
    running = SupportRequest.objects.filter(is_example=True, status=RequestStatus.IN_BEHANDELING)
    # What the parts ask is about this one.
    request = running.filter(wijk__name=WIJK, kind=RequestKind.TOPDOG).exclude(owner=None).first()
    if request is None or request.owner is None or PartQuestion.objects.filter(is_example=True).exists():
        return 0
    made = [
        _make(request, request.owner, centre, question, answer)
        for slug, question, answer in PARTS
        for centre in centres_to_ask().filter(slug=slug)
    ]
    progress(f"deelvragen: {len(made)} nieuw")
    return len(made)


def _make(
    request: SupportRequest, desk: User, centre: Organisation, question: str, answer: str
) -> PartQuestion:
    answer_by = timezone.localdate() + timedelta(days=DAYS)
    with days_ago(ASKED):
        part = ask_part(
            request=request, actor=desk, whom=centre, question=question, answer_by=answer_by,
            token=f"voorbeeld-{centre.slug}",
        )  # fmt: skip
    part.is_example, part.state_since = True, part.asked_at
    part.save(update_fields=["is_example", "state_since"])
    member = members_of_organisation(centre).order_by("pk").first()
    if not answer or member is None:
        return part
    with days_ago(ANSWERED):
        return answer_part(part=part, actor=member, answer=answer)

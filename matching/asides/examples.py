"""Two example threads: of the loket with a centre that has a part, and with a person who is invited."""

from collections.abc import Callable, Iterable, Sequence

from django.db import transaction

from krachtwijken.core.example_clock import days_ago
from matching.asides.models import About, Aside
from matching.asides.rules import helpers_of, why_silent
from matching.asides.services.writing import post_aside
from matching.engagements.enums import InvitationState
from matching.engagements.models import Invitation
from matching.parts.enums import PartState
from matching.parts.models import PartQuestion

# What who helps asked, and what the loket said: each so many days ago.
OF_PART = ((2, "Gaat het om de hele wijk, of alleen om de winkelstraat?"), (1, "Alleen om de winkelstraat."))
OF_INVITATION = (
    (1, "Kan het ook na drie uur? In de ochtend geef ik les."),
    (0, "Ja, dat kan. De gemeente heeft elke dag na drie uur tijd."),
)


@transaction.atomic
def load_example_asides(*, progress: Callable[[str], None] = lambda line: None) -> int:
    """Repeatable: does nothing when there is such a thread already, or nobody to talk with."""
    if Aside.objects.filter(request__is_example=True).exists():
        return 0
    parts = PartQuestion.objects.filter(is_example=True, state=PartState.ASKED).order_by("pk")
    invitations = Invitation.objects.filter(is_example=True, state=InvitationState.SENT).order_by("pk")
    made = _talk(parts, OF_PART) + _talk(invitations, OF_INVITATION)
    progress(f"gesprekken met wie helpt: {made} nieuw")
    return made


def _talk(rows: Iterable[About], lines: Sequence[tuple[int, str]]) -> int:
    """About the first of them that both sides can talk about."""
    for about in rows:
        helpers, owner = helpers_of(about), about.request.owner
        if not helpers or owner is None or why_silent(about):
            continue
        for (days, text), actor in zip(lines, (helpers[0], owner), strict=True):
            with days_ago(days):
                post_aside(about=about, actor=actor, text=text, token=f"voorbeeld-{days}")
        return 1
    return 0

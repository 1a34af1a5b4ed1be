"""What is blanked of invitations and missions that ended: the words. Number, states and dates stay."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from krachtwijken.core import audit, retention
from matching.engagements.models import Invitation, Mission
from matching.engagements.workflow import OPEN_INVITATION, OPEN_MISSION

WORDS_KEPT = timedelta(days=5 * 365)
BLANKED = "Verwijderd: de bewaartermijn is voorbij."
AT_A_TIME = 500


@retention.register_rule("matching.engagements")
def forget_engagements() -> int:
    """Repeatable. What the loket and the person wrote, five years after the invitation, or its mission, ended."""
    old = (
        Invitation.objects.filter(state_since__lt=timezone.now() - WORDS_KEPT)
        .exclude(state__in=OPEN_INVITATION)
        .exclude(message=BLANKED)
        .exclude(mission__state__in=OPEN_MISSION)
        .exclude(mission__state_since__gte=timezone.now() - WORDS_KEPT)
    )
    pks = list(old.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME])
    for pk in pks:
        forget_words(pk=pk)
    return len(pks)


@transaction.atomic
def forget_words(*, pk: int) -> None:
    """Repeatable."""
    fresh = Invitation.objects.select_for_update().get(pk=pk)
    fresh.message, fresh.answer_words, fresh.overruling = BLANKED, "", ""
    fresh.save(update_fields=["message", "answer_words", "overruling"])
    Mission.objects.filter(invitation=fresh).update(report="", break_reason="")
    audit.record(actor=None, action="matching.engagement_forgotten", target=fresh)

"""What is forgotten: drafts after 90 days, what waits for a yes of others after a year, of what was decided the texts and
who wrote them after a year."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from knowledge.contributions.enums import BEFORE_REVIEW, DECIDED, ContributionState
from knowledge.contributions.models import Contribution
from knowledge.contributions.services.files import drop_files
from krachtwijken.core import audit, retention

DRAFTS_KEPT = timedelta(days=90)
SENT_KEPT = timedelta(days=365)
AT_ONCE = 500


@retention.register_rule("knowledge.contributions")
def forget_contributions() -> int:
    """Repeatable."""
    return forget_unsent() + forget_decided()


def forget_unsent() -> int:
    """Repeatable. Also of an account that is gone; a transaction each."""
    now = timezone.now()
    old = Q(state=ContributionState.CONCEPT, changed_at__lt=now - DRAFTS_KEPT)
    drafts = Contribution.objects.filter(
        old | Q(changed_at__lt=now - SENT_KEPT) | Q(author=None), state__in=BEFORE_REVIEW
    )
    return sum(_forget_draft(drafts, pk) for pk in list(drafts.values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _forget_draft(drafts: QuerySet[Contribution], pk: int) -> int:
    """Asked again under a lock: meanwhile its author may have gone on with it, or sent it."""
    row = drafts.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        return 0
    drop_files(row)
    row.delete()
    return 1


def forget_decided() -> int:
    """Repeatable. The page tells what was published; which page it was, when and how it went says of nobody anything."""
    before = timezone.now() - SENT_KEPT
    old = Contribution.objects.filter(state__in=DECIDED, decided_at__lt=before).exclude(
        answers={}, author=None
    )
    pks = list(old.values_list("pk", flat=True)[:AT_ONCE])
    for pk in pks:
        with transaction.atomic():
            Contribution.objects.filter(pk=pk).update(answers={}, rest=[], reason="", author=None)
            audit.record(actor=None, action="knowledge.contribution_forgotten", target=Contribution(pk=pk))
    return len(pks)

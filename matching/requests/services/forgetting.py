"""What is blanked of a request that ended. Its number, kind, themes, problems, states and dates stay: they name nobody."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from krachtwijken.core import audit, retention
from matching.models import Decision, KindChange, RequestContact, SupportRequest
from matching.requests.workflow import ALLOWED

ENDED = [status for status, following in ALLOWED.items() if not following]
CONTACT_KEPT = timedelta(days=365)
TEXTS_KEPT = timedelta(days=5 * 365)
REMOVED = "Verwijderd: de bewaartermijn is voorbij."
AT_ONCE = 500
WRITTEN = ("problem", "wanted", "tried", "contact", "own_answers", "excluded")


@retention.register_rule("matching.contacts")
@transaction.atomic
def forget_contacts() -> int:
    """Repeatable. Everybody whom the loket could call, a year after the request ended."""
    ended = SupportRequest.objects.filter(status__in=ENDED, status_since__lt=timezone.now() - CONTACT_KEPT)
    people, _ = RequestContact.objects.filter(request__in=ended).delete()
    return people + ended.exclude(contact="").update(contact="")


@retention.register_rule("matching.requests")
def forget_texts() -> int:
    """Repeatable. What was written, five years after the request ended; a line in the trail says so."""
    before = timezone.now() - TEXTS_KEPT
    written = ~Q(problem=REMOVED)
    old = SupportRequest.objects.filter(written, status__in=ENDED, status_since__lt=before)
    pks = list(old.values_list("pk", flat=True)[:AT_ONCE])
    for pk in pks:
        _forget(pk)
    return len(pks)


@transaction.atomic
def _forget(pk: int) -> None:
    request = SupportRequest.objects.select_for_update().get(pk=pk)
    request.problem, request.wanted, request.tried, request.contact = REMOVED, REMOVED, "", ""
    request.own_answers, request.excluded, request.created_by = {}, "", None
    request.save(update_fields=[*WRITTEN, "created_by"])
    RequestContact.objects.filter(request=request).delete()
    KindChange.objects.filter(request=request).update(reason=REMOVED)
    Decision.objects.filter(request=request).update(reason=REMOVED, alternative="", advice=[])
    audit.record(actor=None, action="matching.forgotten", target=request)

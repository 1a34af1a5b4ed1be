"""When the loket gave its first answer: a decision, or a proposal. And whether it owes one now."""

from django.db.models import F, Min, Q
from django.db.models.functions import Coalesce, Least


def first_answer() -> Least:
    """For `annotate` on requests; empty while there is none. The least of a value and nothing is nothing on one database
    and the value on another, so each stands in for the other. Put `.values("pk")` before it: else SQLite groups by every
    column, the long texts too."""
    decided, proposed = Min("decisions__at"), Min("proposals__sent_at")
    return Least(Coalesce(decided, proposed), Coalesce(proposed, decided))


def answered_in_term() -> Q:
    """For `filter` on requests, which may then stand twice: what was answered, and when the gemeente said since that it did not
    help, answered again."""
    first = Q(reopened_at=None) & (Q(decisions__isnull=False) | Q(proposals__isnull=False))
    again = Q(decisions__at__gt=F("reopened_at")) | Q(proposals__sent_at__gt=F("reopened_at"))
    return first | again

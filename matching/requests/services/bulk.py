"""Several requests at once."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from krachtwijken.accounts.models import User
from matching.models import SupportRequest
from matching.requests.rules import may_handle
from matching.requests.services.steps import take_request
from matching.requests.workflow import WrongStepError

# A page of the work list; more is no choice that somebody made by hand.
MOST = 50


@transaction.atomic
def take_requests(*, references: Collection[str], actor: User) -> tuple[int, int]:
    """How many were taken, and how many somebody else has or that ended. In the order of their numbers, so that two
    colleagues never wait for each other."""
    if not may_handle(actor):
        raise PermissionDenied
    taken = refused = 0
    chosen = SupportRequest.objects.filter(reference__in=list(references)[:MOST]).order_by("pk")
    for request in chosen:
        try:
            take_request(request=request, actor=actor)
            taken += 1
        except WrongStepError:
            refused += 1
    return taken, refused

"""Whom of the gemeente to call: kept with a request, and changed by the gemeente while it runs."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.versions import refuse_stale
from matching.models import RequestContact, SupportRequest
from matching.requests.contacts import MOST_CONTACTS, Contact, answers_with, has_doubles
from matching.requests.rules import may_change_contacts, works_for
from matching.requests.selectors import contacts_of
from matching.requests.services.notify import queue_about
from matching.requests.services.steps import lock_request
from matching.requests.workflow import WrongStepError

TOO_LATE = "Dit kan niet meer: het verzoek loopt niet meer."
HOW_MANY = f"Geef één tot {MOST_CONTACTS} mensen op, die niet dezelfde zijn."


@transaction.atomic
def change_contacts(
    *, request: SupportRequest, actor: User, contacts: Sequence[Contact], seen: str = ""
) -> SupportRequest:
    """Repeatable: the same people again change nothing. The owner hears that they are others, and not who. `seen` is the mark of
    the form; raises ChangedMeanwhileError."""
    if not works_for(actor, request.gemeente):
        raise PermissionDenied
    fresh = lock_request(request)
    before = contacts_of(fresh)
    if before == list(contacts):
        return fresh
    if not may_change_contacts(actor, fresh):
        raise WrongStepError(TOO_LATE)
    refuse_stale(seen=seen, now=answers_with(before), wanted=answers_with(contacts))
    if not contacts:
        raise WrongStepError(HOW_MANY)
    keep_contacts(request=fresh, contacts=contacts)
    if fresh.contact:
        fresh.contact = ""
        fresh.save(update_fields=["contact"])
    event = audit.record(
        actor=actor, action="matching.contacts", target=fresh, data={"from": len(before), "to": len(contacts)}
    )
    owner = fresh.handler
    if owner is not None:
        queue_about(owner.email, "mail/loket_contacts.txt", fresh, f"contacts:{event.pk}:{owner.pk}")
    return fresh


@transaction.atomic
def keep_contacts(*, request: SupportRequest, contacts: Sequence[Contact]) -> None:
    """These and no others; of a request that is new, or locked."""
    if len(contacts) > MOST_CONTACTS or has_doubles(contacts):
        raise WrongStepError(HOW_MANY)
    RequestContact.objects.filter(request=request).delete()
    for place, one in enumerate(contacts, 1):
        row = RequestContact(
            request=request,
            place=place,
            name=one.name,
            function=one.function,
            phone=one.phone,
            email=one.email,
        )
        row.full_clean()
        row.save()

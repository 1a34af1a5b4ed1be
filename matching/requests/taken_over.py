"""What a page of the wizard takes over from what is known of who asks, and whence: "ask once", and say so."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from krachtwijken.accounts.models import User
from krachtwijken.accounts.selectors import gemeenten_of
from matching.models import SupportRequest
from matching.requests.contacts import Contact, contact_field_names
from matching.requests.selectors import contacts_of, wijk_named_in

ACCOUNT, REQUEST, TEXT = "uw account", "uw vorige aanvraag", "uw tekst"


@dataclass(frozen=True)
class TakenOver:
    """`whence` stands in the middle of a sentence; empty when nothing was taken over."""

    values: Mapping[str, Any] = field(default_factory=dict)
    whence: str = ""


def taken_over(page: str, user: User, answers: Mapping[str, Any]) -> TakenOver:
    """Of this page, as long as nothing of it was kept: from then on it is what somebody said."""
    found = {"wijk": _wijk, "contact": _contact}.get(page)
    known = found(user, str(answers.get("problem") or "")) if found else TakenOver()
    left = {name: value for name, value in known.values.items() if value and name not in answers}
    return replace(known, values=left, whence=known.whence if left else "")


def _last_request(user: User) -> SupportRequest | None:
    return SupportRequest.objects.filter(created_by=user, gemeente__in=gemeenten_of(user)).first()


def _wijk(user: User, problem: str) -> TakenOver:
    """The one that the text names, else that of the last request."""
    if named := wijk_named_in(problem, user):
        return TakenOver({"wijk_id": named}, TEXT)
    last = _last_request(user)
    return TakenOver({"wijk_id": last.wijk_id}, REQUEST) if last is not None else TakenOver()


def _contact(user: User, _problem: str) -> TakenOver:
    """The first contact of the last request, else what the account says."""
    last = _last_request(user)
    first = next(iter(contacts_of(last)), Contact()) if last is not None else Contact()
    whence = REQUEST
    if not first.name:
        whence = f"{REQUEST} en {ACCOUNT}" if first.function else ACCOUNT
        first = Contact(name=user.name, function=first.function, email=user.email)
    return TakenOver({name: getattr(first, part) for part, name in contact_field_names(1).items()}, whence)

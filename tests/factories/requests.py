"""Requests of a gemeente for tests. Needs the reference data."""

from typing import Any

from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.core.models import Gemeente, Wijk
from matching.models import RequestDraft, SupportRequest
from matching.requests.services.submit import submit_request
from tests.factories.accounts import UserFactory
from tests.factories.wizard import CONTACT, OWN_OF_ANALYSIS, OWN_OF_TOPDOG

GEMEENTE = "arnhem"
# May be answered and may get a proposal.
KIND = "analyseverrijking"
PROBLEM = "Jongeren hangen elke avond op straat en het is onrustig."


def make_asker(**fields: Any) -> User:
    user: User = UserFactory(role="gemeente", **fields)
    join_gemeente(user=user, gemeente=Gemeente.objects.get(slug=GEMEENTE), actor=None)
    return user


def make_draft(user: User, **changed: Any) -> RequestDraft:
    """Complete."""
    answers = {
        "wijk_id": Wijk.objects.filter(gemeente__slug=GEMEENTE)[0].pk, "kind": KIND, "problem": PROBLEM,
        "tried": "", "wanted": "Rust op straat.", "urgency": "dit_kwartaal", "excluded": "", "confidential_until": "",
        **OWN_OF_ANALYSIS, **OWN_OF_TOPDOG, **CONTACT,
    }  # fmt: skip
    return RequestDraft.objects.create(user=user, answers=answers | changed)


def make_request(user: User | None = None, **changed: Any) -> SupportRequest:
    asker = user or make_asker()
    return submit_request(draft=make_draft(asker, **changed), actor=asker)

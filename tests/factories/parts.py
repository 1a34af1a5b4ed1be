"""A question in parts for tests. Needs the reference data."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.memberships import join_organisation
from krachtwijken.core.models import Organisation
from matching.models import SupportRequest
from matching.parts.models import PartQuestion
from matching.parts.services.asking import ask_part
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_taken_request

QUESTION = "Wat is er bekend over jongeren zonder school?"
ANSWER = "Drie steden hielden jongeren vast met een vaste begeleider."


def make_member(slug: str = "movisie", **fields: Any) -> User:
    """Of a knowledge centre."""
    user: User = UserFactory(role="kenniscentrum", **fields)
    join_organisation(user=user, organisation=Organisation.objects.get(slug=slug), actor=None)
    return user


def make_part(request: SupportRequest | None = None, slug: str = "movisie", **fields: Any) -> PartQuestion:
    """Asked by the owner of the request, of a centre where somebody works."""
    asked = request or make_taken_request()
    values: dict[str, Any] = {
        "actor": asked.owner, "whom": Organisation.objects.get(slug=slug), "question": QUESTION,
        "answer_by": timezone.localdate() + timedelta(days=7), "token": f"{slug}-1",
    }  # fmt: skip
    return ask_part(request=asked, **{**values, **fields})

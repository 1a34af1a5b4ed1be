"""What the loket and who helps say to each other, for tests. Needs the reference data."""

from typing import Any

from krachtwijken.accounts.models import User
from matching.asides.models import About, AsideMessage
from matching.asides.services.writing import post_aside
from matching.models import SupportRequest
from tests.factories.engagements import expert_of, make_invitation, make_mission
from tests.factories.parts import make_member, make_part

# Who is on the other side of the loket: somebody who was invited, or has a part, or a centre that has one. Editors of a
# centre owe a second factor.
WITH_A_PERSON = ("invitation", "part")
KINDS = (*WITH_A_PERSON, "centre")


def make_about(kind: str) -> tuple[About, User, User]:
    """With somebody of the loket, and with who helps."""
    if kind == "invitation":
        invitation = make_invitation()
        return invitation, desk_of(invitation), expert_of(invitation)
    if kind == "part":
        invitation = make_mission().invitation
        part = make_part(invitation.request, whom=invitation.profile)
        return part, desk_of(part), expert_of(invitation)
    member = make_member()
    part = make_part()
    return part, desk_of(part), member


def desk_of(about: About | SupportRequest) -> User:
    request = about if isinstance(about, SupportRequest) else about.request
    assert request.owner is not None
    return request.owner


def say_aside(about: About, actor: User, text: str = "Past donderdag?", **fields: Any) -> AsideMessage:
    return post_aside(about=about, actor=actor, text=text, **{"token": text[:30], **fields})

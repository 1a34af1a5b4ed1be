"""What the service of help without a proposal is tried with."""

from matching.helping.services import start_help
from tests.factories.engagements import make_mission
from tests.failing.registry import Call, tries


@tries(start_help)
def help_without_proposal() -> Call:
    request = make_mission().invitation.request
    return lambda: start_help(request=request, actor=request.owner)

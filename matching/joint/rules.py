"""Who answers an invitation to a joint session."""

from django.utils import timezone

from krachtwijken.accounts.types import Viewer
from matching.joint.models import JointQuestion
from matching.models import SupportRequest
from matching.requests.rules import works_for
from matching.requests.workflow import TALKING


def may_reply(viewer: Viewer, request: SupportRequest, joint: JointQuestion) -> bool:
    """The gemeente of a request that runs, up to and including the day itself."""
    is_to_come = joint.session_on is not None and joint.session_on >= timezone.localdate()
    return is_to_come and request.status in TALKING and works_for(viewer, request.gemeente)

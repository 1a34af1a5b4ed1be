"""A case that was made of a closed request and waits for those who helped. Needs the reference data and the tree of pages."""

from dataclasses import dataclass

from expertpool.models import ExpertProfile
from knowledge.contributions.models import Contribution
from knowledge.contributions.services.drafts import keep_contribution
from knowledge.contributions.services.submit import submit_contribution
from krachtwijken.accounts.models import User
from matching.closing.approving.models import CaseApproval
from matching.closing.drafting import start_draft_case
from matching.closing.services import close_request
from matching.engagements.enums import MissionState
from matching.models import SupportRequest
from matching.parts.services.answering import answer_part
from tests.factories.contributions import full_answers
from tests.factories.dossiers import VERDICT, make_running
from tests.factories.engagements import expert_of, make_invitation, make_mission, make_taken_request
from tests.factories.parts import ANSWER, make_member, make_part
from tests.factories.requests import make_asker


@dataclass(frozen=True)
class Waiting:
    approval: CaseApproval
    author: User
    owner: User
    expert: User | None = None
    centre: User | None = None

    @property
    def draft(self) -> Contribution:
        return Contribution.objects.get(pk=self.approval.contribution_id)

    @property
    def now(self) -> CaseApproval:
        return CaseApproval.objects.get(pk=self.approval.pk)


def write_case(request: SupportRequest, author: User) -> Contribution:
    """Every question of it answered, not sent."""
    draft = start_draft_case(request=request, actor=author)
    return keep_contribution(actor=author, token=draft.token, answers=full_answers())


def make_waiting(*, helped: bool = False, by_hand: bool = False) -> Waiting:
    """Sent by the gemeente; with `helped` an expert ended a mission for it and a centre answered a part. With `by_hand` that
    expert has no account, and no centre helped."""
    author = make_asker()
    expert = centre = None
    if helped or by_hand:
        request = make_taken_request(asker=author)
        invitation = make_invitation(request=request)
        make_mission(invitation, MissionState.ENDED)
        if by_hand:
            ExpertProfile.objects.filter(pk=invitation.profile_id).update(user=None)
        else:
            expert = expert_of(invitation)
            centre = make_member()
            answer_part(part=make_part(request), actor=centre, answer=ANSWER)
        SupportRequest.objects.filter(pk=request.pk).update(status="in_uitvoering")
        request.refresh_from_db()
    else:
        request = make_running(author)
    owner = request.owner
    assert owner is not None
    close_request(request=request, actor=author, verdict=VERDICT)
    draft = submit_contribution(contribution=write_case(request, author), actor=author)
    return Waiting(CaseApproval.objects.get(contribution=draft), author, owner, expert, centre)

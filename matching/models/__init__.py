"""Gathered for Django."""

from matching.asides.models import Aside, AsideLink, AsideMessage
from matching.blocking.models import BlockingRule, RuleReport
from matching.closing.approving.models import CaseApproval, CaseWord
from matching.closing.models import ClosingAnswer, FollowUp
from matching.conversation.models import Message, Promise, ReadMark, ThreadLink
from matching.couplings.models import Coupling, CouplingVisit
from matching.engagements.models import Invitation, Mission
from matching.joint.models import JointMember, JointQuestion
from matching.mail_in.models import (
    Bounce,
    FetchMark,
    IncomingFile,
    IncomingMail,
    ReplyAddress,
    SeenMail,
)
from matching.merging.models import MergedRequest
from matching.parts.models import PartQuestion
from matching.proposals.models import OfferQuestion, Proposal, ProposalItem
from matching.requests.models.asking import KindChange, KnownCount, RequestContact
from matching.requests.models.bundle_clock import BundleClock
from matching.requests.models.escalation import Escalation
from matching.requests.models.file import RequestFile
from matching.requests.models.request import Decision, RequestCounter, RequestDraft, SupportRequest
from matching.requests.models.work_view import WorkView
from matching.teams.models import AdoptionTeam, Blockade, TeamMember

__all__ = [
    "AdoptionTeam",
    "Aside",
    "AsideLink",
    "AsideMessage",
    "Blockade",
    "BlockingRule",
    "Bounce",
    "BundleClock",
    "CaseApproval",
    "CaseWord",
    "ClosingAnswer",
    "Coupling",
    "CouplingVisit",
    "Decision",
    "Escalation",
    "FetchMark",
    "FollowUp",
    "IncomingFile",
    "IncomingMail",
    "Invitation",
    "JointMember",
    "JointQuestion",
    "KindChange",
    "KnownCount",
    "MergedRequest",
    "Message",
    "Mission",
    "OfferQuestion",
    "PartQuestion",
    "Promise",
    "Proposal",
    "ProposalItem",
    "ReadMark",
    "ReplyAddress",
    "RequestContact",
    "RequestCounter",
    "RequestDraft",
    "RequestFile",
    "RuleReport",
    "SeenMail",
    "SupportRequest",
    "TeamMember",
    "ThreadLink",
    "WorkView",
]

"""Whose turn each request is.

By what lies there: messages (also of who helps) and mail, proposals, invitations, missions, teams and promises. In the query of
the list itself, so that it can be narrowed to and counted.
"""

from datetime import date

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from expertpool.selectors import candidates
from matching.asides.selectors import new_to_desk
from matching.conversation.enums import PromiseState, Side
from matching.conversation.models import Message, Promise
from matching.engagements.enums import InvitationState, MissionState, StoppedBy
from matching.engagements.models import Invitation, Mission
from matching.engagements.workflow import OPEN_MISSION
from matching.mail_in.enums import MailState
from matching.mail_in.models import IncomingMail
from matching.models import AdoptionTeam, SupportRequest
from matching.parts.enums import PartState
from matching.parts.models import PartQuestion
from matching.parts.rules import BESIDE
from matching.proposals.enums import OfferAnswer, OfferKind
from matching.proposals.models import Proposal, ProposalItem
from matching.proposals.questions import QUESTION_ABOUT
from matching.requests.enums import RequestStatus
from matching.requests.kinds.registry import TYPES
from matching.requests.turns import Turn
from matching.requests.workflow import OPEN, steps_from
from matching.teams.enums import TeamRole, TeamState

RUNS = Q(status__in=OPEN)
# A request that was answered is done, until the gemeente writes again.
TALKS = Q(status__in=(*OPEN, RequestStatus.BEANTWOORD))
# Of what the loket wrote only a question makes the gemeente act. While a proposal lies there, that is so the other way too:
# "dank u" leaves the answer where it is. A question in the form of the answer may lack the mark.
ASKS = "?"
NEEDS_ANSWER = (
    ~Q(status=RequestStatus.VOORGESTELD)
    | Q(last_text__contains=ASKS)
    | Q(last_text__startswith=QUESTION_ABOUT)
)


def add_turn(requests: QuerySet[SupportRequest]) -> QuerySet[SupportRequest]:
    """Annotates `turn`, a value of Turn; empty for what is done."""
    said = Message.objects.filter(request=OuterRef("pk"), is_internal=False).order_by("-pk")
    requests = requests.annotate(
        last_side=Subquery(said.values("side")[:1]),
        last_text=Subquery(said.values("text")[:1]),
        # Of the one answer of the parts: the questions in it are answered there.
        last_tells=Subquery(said.values("told_parts")[:1]),
    )
    wheres: list[tuple[Turn, Q]] = [
        (Turn.NEW, Q(status=RequestStatus.INGEDIEND)),
        (
            Turn.NOT_HELPED,
            ~_desk_wrote_since() & Q(status=RequestStatus.IN_BEHANDELING, reopened_at__isnull=False),
        ),
        (Turn.GEMEENTE_WROTE, TALKS & Q(last_side__in=(Side.GEMEENTE, Side.ACCOUNTMANAGER)) & NEEDS_ANSWER),
        (Turn.MAIL, TALKS & _mail_waits()),
        *[(turn, RUNS & fact) for turn, fact in _facts()],
        # It says that this helped, or not, before the request closes by itself.
        (Turn.ANSWERED, Q(status=RequestStatus.BEANTWOORD)),
    ]
    turn = Case(
        *(When(where, then=Value(turn.value)) for turn, where in wheres),
        default=Value(""),
        output_field=CharField(),
    )
    return requests.annotate(turn=turn)


def _facts() -> list[tuple[Turn, Q]]:
    today = timezone.localdate()
    to_gather = Q(status__in=(RequestStatus.IN_BEHANDELING, *BESIDE))
    return [
        (Turn.HELPER_WROTE, _helper_wrote()),
        (Turn.OTHER_DATE, _invited(InvitationState.OTHER_DATE)),
        (Turn.REPORT, _at_work(MissionState.REPORTED)),
        (Turn.HELPER_LEFT, _helper_left()),
        (Turn.TO_INVITE, Q(status=RequestStatus.IN_UITVOERING) & _chosen_and_not_invited() & ~_with_expert()),
        (Turn.TO_BEGIN, _waits_for_its_begin()),
        (Turn.TEAM_TO_BEGIN, _team_to_begin(today)),
        (Turn.TEAM_LATE, _with_team(state=TeamState.RUNNING, ends_on__lt=today)),
        (Turn.PROMISE_LATE, _promised(due_on__lt=today)),
        (Turn.PARTS_ANSWERED, to_gather & _in_parts(PartState.ANSWERED) & ~_in_parts(PartState.ASKED)),
        (Turn.TO_EXECUTE, _helped_without_proposal()),
        (Turn.PROPOSAL, Q(status=RequestStatus.VOORGESTELD)),
        (Turn.DESK_ASKED, Q(last_side=Side.LOKET, last_text__contains=ASKS, last_tells=None)),
        (Turn.PART_OPEN, _in_parts(PartState.ASKED)),
        (Turn.INVITED, _invited(InvitationState.SENT)),
        (Turn.MISSION, _at_work(*OPEN_MISSION)),
        (Turn.TEAM, _with_team(state=TeamState.RUNNING)),
        (Turn.PROMISE, _promised() & Q(status=RequestStatus.IN_UITVOERING)),
        (Turn.DESK, Q(pk=F("pk"))),
    ]


def _invited(state: InvitationState) -> Q:
    return Q(Exists(Invitation.objects.filter(request=OuterRef("pk"), state=state)))


def _at_work(*states: MissionState) -> Q:
    return Q(Exists(Mission.objects.filter(invitation__request=OuterRef("pk"), state__in=states)))


def _helped_without_proposal() -> Q:
    """Somebody said yes, or a team is at work, while nothing was proposed. Of a kind that brings nobody it just runs."""
    in_hand = RequestStatus.IN_BEHANDELING
    kinds = [kind for kind in TYPES if RequestStatus.IN_UITVOERING in steps_from(in_hand, kind)]
    helped = _at_work(*OPEN_MISSION) | _with_team(state=TeamState.RUNNING)
    return Q(status=in_hand, kind__in=kinds) & helped


def _helper_left() -> Q:
    """And the loket invited, proposed or wrote nothing since."""
    left = Mission.objects.filter(
        invitation__request=OuterRef("pk"), state=MissionState.BROKEN_OFF, stopped_by=StoppedBy.HELPER
    )
    of_request, since = OuterRef("invitation__request"), OuterRef("state_since")
    said = Message.objects.filter(request=of_request, side=Side.LOKET, is_internal=False, at__gt=since)
    invited = Invitation.objects.filter(request=of_request, sent_at__gt=since)
    proposed = Proposal.objects.filter(request=of_request, sent_at__gt=since)
    return Q(Exists(left.exclude(Exists(said)).exclude(Exists(invited)).exclude(Exists(proposed))))


def _chosen_and_not_invited() -> Q:
    """Somebody of the pool to whom the gemeente said yes. Who was invited for this request, whatever became of it, does not
    count."""
    asked = Invitation.objects.filter(request=OuterRef("proposal__request"), profile__isnull=False)
    chosen = ProposalItem.objects.filter(
        proposal__request=OuterRef("pk"), proposal__is_recalled=False,
        kind=OfferKind.PERSON, answer=OfferAnswer.ACCEPTED,
        key__in=candidates().order_by().annotate(key=_key_of("pk")).values("key"),
    )  # fmt: skip
    return Q(Exists(chosen.exclude(key__in=asked.annotate(key=_key_of("profile")).values("key"))))


def _with_expert() -> Q:
    """A team whose seat of an expert is taken: who sits there is written down in the team, with or without an invitation."""
    return _with_team(members__role=TeamRole.EXPERT)


def _key_of(profile: str) -> Concat:
    return Concat(Value(f"{OfferKind.PERSON}:"), Cast(profile, CharField()), output_field=CharField())


def _waits_for_its_begin() -> Q:
    """Of somebody without an account: nobody but the loket can say that it began."""
    planned = Mission.objects.filter(invitation__request=OuterRef("pk"), state=MissionState.PLANNED)
    return Q(Exists(planned.filter(invitation__profile__user=None)))


def _desk_wrote_since() -> Q:
    """Since the gemeente said that the answer did not help."""
    said = Message.objects.filter(request=OuterRef("pk"), side=Side.LOKET, is_internal=False)
    return Q(Exists(said.filter(at__gt=OuterRef("reopened_at"))))


def _mail_waits() -> Q:
    return Q(Exists(IncomingMail.objects.filter(request=OuterRef("pk"), state=MailState.WAITING)))


def _helper_wrote() -> Q:
    """Until somebody at the loket answers, or says that it was read."""
    return Q(Exists(new_to_desk().filter(aside__request=OuterRef("pk"))))


def _with_team(**narrowed: object) -> Q:
    return Q(Exists(AdoptionTeam.objects.filter(request=OuterRef("pk"), **narrowed)))


def _team_to_begin(today: date) -> Q:
    """All four roles are filled, or the day that was agreed is there."""
    forming = AdoptionTeam.objects.filter(request=OuterRef("pk"), state=TeamState.FORMING).order_by()
    filled = forming.annotate(roles=Count("members__role", distinct=True))
    return Q(Exists(filled.filter(Q(roles=len(TeamRole)) | Q(starts_on__lte=today)).values("pk")))


def _in_parts(state: PartState) -> Q:
    return Q(Exists(PartQuestion.objects.filter(request=OuterRef("pk"), state=state)))


def _promised(**narrowed: object) -> Q:
    promises = Promise.objects.filter(request=OuterRef("pk"), state=PromiseState.OPEN)
    return Q(Exists(promises.filter(**narrowed)))

"""What pages of requests show of invitations and missions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

from expertpool.conflicts.selectors import find_conflicts_of_many
from expertpool.models import ExpertProfile
from matching.conversation.enums import PromiseState
from matching.engagements.enums import MissionState
from matching.engagements.load import taken_by_profile
from matching.engagements.models import Invitation, Mission
from matching.engagements.selectors import desk_invitations, invitations_for_gemeente
from matching.engagements.track import TrackRecord, track_records
from matching.engagements.travel import Travel, travel_of_people
from matching.engagements.workflow import INVITABLE, OPEN_INVITATION
from matching.engine.rank import Advice
from matching.helping.rules import may_start_help
from matching.joint.selectors import LinkAtStake, link_at_stake
from matching.models import AdoptionTeam, SupportRequest
from matching.parts.enums import PartState
from matching.proposals.forms import OfferRow
from matching.requests.workflow import OPEN
from matching.teams.workflow import OPEN_TEAM

register = template.Library()


@dataclass(frozen=True)
class PersonFacts:
    """Beside somebody in the advice or a proposal; without an address there is nothing to invite for. `conflicts` say why
    this person may not help this gemeente."""

    title: str
    taken: int
    most: int
    track: TrackRecord
    invite_url: str
    is_asked: bool
    conflicts: Sequence[str] = ()
    travel: Travel | None = None


@dataclass(frozen=True)
class OpenMatters:
    """What is open of a request that is about to end."""

    invitations: int
    planned: int
    running: int
    reported: int
    promises: int
    parts: int
    has_team: bool
    joint: LinkAtStake | None

    @property
    def is_any(self) -> bool:
        return self.ends_something or self.joint is not None

    @property
    def ends_something(self) -> bool:
        return self.tells_helpers or bool(self.promises)

    @property
    def tells_helpers(self) -> bool:
        """Somebody hears that it is over; of a promise nobody does."""
        counts = (self.invitations, self.planned, self.running, self.reported, self.parts)
        return any(counts) or self.has_team


@register.simple_tag
def open_matters(request: SupportRequest) -> OpenMatters:
    states = list(Mission.objects.filter(invitation__request=request).values_list("state", flat=True))
    return OpenMatters(
        request.invitations.filter(state__in=OPEN_INVITATION).count(),
        states.count(MissionState.PLANNED),
        states.count(MissionState.RUNNING),
        states.count(MissionState.REPORTED),
        request.promises.filter(state=PromiseState.OPEN).count(),
        request.parts.filter(state=PartState.ASKED).count(),
        AdoptionTeam.objects.filter(request=request, state__in=OPEN_TEAM).exists(),
        link_at_stake(request),
    )


@register.simple_tag
def facts_of_people(items: Sequence[Advice], request: SupportRequest) -> Mapping[str, PersonFacts]:
    """By the key of a candidate, of those who are people; the same few questions for any number."""
    return _facts([item.candidate.key for item in items], request)


@register.simple_tag
def facts_of_offers(rows: Sequence[OfferRow], request: SupportRequest) -> Mapping[str, PersonFacts]:
    """The same beside the same people where somebody chooses."""
    return _facts([row.offer.key for row in rows], request)


@register.simple_tag
def facts_of_person(key: str, request: SupportRequest) -> PersonFacts | None:
    return _facts([key], request).get(key)


def _facts(keys: Sequence[str], request: SupportRequest) -> Mapping[str, PersonFacts]:
    pks = [int(key.partition(":")[2]) for key in keys if key.startswith("profile:")]
    if not pks:
        return {}
    taken, records = taken_by_profile(pks), track_records(pks)
    may_invite = request.status in INVITABLE
    asked = set(request.invitations.filter(state__in=OPEN_INVITATION).values_list("profile", flat=True))
    profiles = list(ExpertProfile.objects.filter(pk__in=pks).order_by())
    travel = travel_of_people(pks, request.gemeente)
    conflicts = find_conflicts_of_many(profiles=profiles, gemeente=request.gemeente)
    return {
        f"profile:{profile.pk}": PersonFacts(
            profile.title,
            taken.get(profile.pk, 0),
            profile.max_parallel,
            records.get(profile.pk, TrackRecord()),
            reverse("matching:invite", args=[request.reference, profile.slug]) if may_invite else "",
            profile.pk in asked,
            conflicts.get(profile.pk, []),
            travel.get(profile.pk),
        )
        for profile in profiles
    }


@register.filter
def fact_of(facts: Mapping[str, PersonFacts], key: str) -> PersonFacts | None:
    return facts.get(key)


@register.simple_tag(takes_context=True)
def desk_invitations_of(context: dict[str, Any], request: SupportRequest) -> list[Invitation]:
    return list(desk_invitations(context["request"].user).filter(request=request))


@register.simple_tag(takes_context=True)
def may_start_it(context: dict[str, Any], request: SupportRequest) -> bool:
    return may_start_help(context["request"].user, request)


@register.filter
def asked_only(invitations: Sequence[Invitation]) -> list[Invitation]:
    """Of which nothing came yet, newest first: of these a gemeente hears how many, not who."""
    return [row for row in invitations if getattr(row, "mission", None) is None]


@register.simple_tag(takes_context=True)
def invitations_told(context: dict[str, Any], request: SupportRequest) -> list[Invitation]:
    return list(invitations_for_gemeente(context["request"].user, request))


def _is_at_work(invitation: Invitation) -> bool:
    mission = getattr(invitation, "mission", None)
    return mission is not None and mission.is_open


@register.simple_tag
def tell_after_stop(request: SupportRequest, invitations: Sequence[Invitation]) -> str:
    """Who looks what is needed now that help stopped; empty when the request is over, or others were asked or come."""
    goes_on = any(row.is_open or _is_at_work(row) for row in invitations)
    if request.status not in OPEN or goes_on:
        return ""
    who = f"{request.handler} van het loket" if request.handler else "Het loket"
    return f"{who} bekijkt met u wat er nu nodig is."

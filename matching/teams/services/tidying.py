"""What is forgotten of teams: their words, five years after the request ended. Roles, kinds and days stay."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from expertpool.models import ExpertProfile
from krachtwijken.core import retention
from matching.engagements.models import NOBODY_MORE
from matching.models import AdoptionTeam, Blockade, TeamMember
from matching.requests.services.forgetting import AT_ONCE, ENDED, REMOVED, TEXTS_KEPT


@retention.register_rule("matching.teams")
@transaction.atomic
def forget_teams() -> int:
    """Repeatable. What was public goes with it: nobody reads an empty page. Also functions of whose profile is gone."""
    old = Q(request__status__in=ENDED, request__status_since__lt=timezone.now() - TEXTS_KEPT)
    pks = list(
        AdoptionTeam.objects.filter(old).exclude(assignment=REMOVED).values_list("pk", flat=True)[:AT_ONCE]
    )
    Blockade.objects.filter(team__in=pks).update(
        text=REMOVED, held_by=REMOVED, breakthrough="", noted_by=None
    )
    for row in TeamMember.objects.filter(team__in=pks):
        # Two in one role would be the same row without their functions.
        row.function, row.agreed_at, row.agreed_by = f"{REMOVED} ({row.pk})", None, None
        row.save(update_fields=["function", "agreed_at", "agreed_by"])
    forgotten = AdoptionTeam.objects.filter(pk__in=pks).update(
        assignment=REMOVED, lessons="", agreed_at=None, agreed_by=None
    )
    of_nobody = _seats(profile=None).exclude(function=NOBODY_MORE).exclude(function__startswith=REMOVED)
    return forgotten + _leave_no_function(of_nobody)


def forget_seats_of(profile: ExpertProfile) -> int:
    """Repeatable; within the erasure of a profile. The role, the days and that somebody said yes stay with the team."""
    return _leave_no_function(_seats(profile=profile))


def _seats(profile: ExpertProfile | None) -> QuerySet[TeamMember]:
    return TeamMember.objects.filter(came_by_invitation=True, mission__invitation__profile=profile)


def _leave_no_function(seats: QuerySet[TeamMember]) -> int:
    return seats.update(function=NOBODY_MORE, agreed_by=None)

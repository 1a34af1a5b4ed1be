"""Mail about a team: number, state and link, never what it is about."""

from django.conf import settings
from django.urls import reverse

from krachtwijken.core.mail import queue_mail
from matching.models import AdoptionTeam, TeamMember
from matching.requests.services.notify import tell_gemeente, tell_handler


def team_address(team: AdoptionTeam) -> str:
    return f"{settings.BASE_URL}{reverse('matching:team', args=[team.request.reference])}"


def tell_team(team: AdoptionTeam, template: str, key: str) -> None:
    """The gemeente and every member with an account. `template` is a name in `mail/`."""
    tell_gemeente(
        team.request, f"team:{team.pk}:{key}", template=f"mail/{template}.txt", team_url=team_address(team)
    )
    for row in team.members.select_related("mission__invitation__profile__user"):
        tell_team_member(team, row, template, key)


def tell_team_member(team: AdoptionTeam, row: TeamMember, template: str, key: str) -> None:
    """Nobody is told who has no account, or one that was closed."""
    profile = row.mission.invitation.profile if row.mission else None
    if profile is None or profile.user is None or not profile.user.is_active:
        return
    queue_mail(
        to=profile.user.email, template=f"mail/{template}.txt",
        context={
            "reference": team.request.reference, "gemeente": team.request.gemeente.name,
            "team_url": team_address(team),
        },
        key=f"team:{team.pk}:{key}:member:{row.pk}",
    )  # fmt: skip


def tell_that_team_is_public(team: AdoptionTeam, key: str) -> None:
    extra = {"public_url": f"{settings.BASE_URL}{team.get_absolute_url()}"}
    tell_gemeente(team.request, f"team:{team.pk}:{key}", template="mail/team_public.txt", **extra)
    tell_handler(team.request, "mail/team_public_desk.txt", f"team:{team.pk}:{key}:desk")

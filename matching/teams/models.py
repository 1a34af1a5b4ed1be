"""A team of one request, its members and the log of what stands in its way."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from matching.engagements.models import NOBODY_MORE, Mission
from matching.requests.models.request import SupportRequest
from matching.teams.enums import BlockadeKind, TeamRole, TeamState


class AdoptionTeam(models.Model):
    """Nothing of it is public before it is done and everybody said yes to these very words: a change asks all again."""

    request = models.OneToOneField(
        SupportRequest, verbose_name="verzoek", on_delete=models.CASCADE, related_name="adoption_team"
    )
    assignment = models.TextField("opdracht")
    starts_on = models.DateField("begin", null=True, blank=True)
    ends_on = models.DateField("einde", null=True, blank=True)
    lessons = models.TextField("lessen", blank=True)
    state = models.CharField("stand", max_length=20, choices=TeamState.choices, default=TeamState.FORMING)
    state_since = models.DateTimeField("stand sinds", default=timezone.now)
    # The gemeente allows that everybody reads it; each member says so in the own row.
    agreed_at = models.DateTimeField("gemeente akkoord op", null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="akkoord van", null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    class Meta:
        ordering = ["-state_since", "-pk"]
        verbose_name = "adoptieteam"
        verbose_name_plural = "adoptieteams"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=TeamState.values), name="team_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.request}: adoptieteam"

    def get_absolute_url(self) -> str:
        return reverse("matching:public_team", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in {TeamState.FORMING, TeamState.RUNNING}


class TeamMember(models.Model):
    """By function; `mission` when the person came by an invitation, and can say yes or no to being public."""

    team = models.ForeignKey(
        AdoptionTeam, verbose_name="adoptieteam", on_delete=models.CASCADE, related_name="members"
    )
    role = models.CharField("rol", max_length=20, choices=TeamRole.choices)
    function = models.CharField("functie", max_length=120)
    mission = models.ForeignKey(
        Mission, verbose_name="opdracht", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="team_members",
    )  # fmt: skip
    # Of who came by an invitation, and whose profile may be forgotten since: then only the role is shown.
    came_by_invitation = models.BooleanField("kwam via een uitnodiging", default=False)
    agreed_at = models.DateTimeField("akkoord op", null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="akkoord van", null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    class Meta:
        ordering = ["pk"]
        verbose_name = "lid van een adoptieteam"
        verbose_name_plural = "leden van adoptieteams"
        constraints = [
            models.UniqueConstraint(
                fields=["team", "role", "function"],
                condition=models.Q(came_by_invitation=False),
                name="team_function_once",
            ),
            models.UniqueConstraint(fields=["team", "mission"], name="team_mission_once"),
            models.CheckConstraint(condition=models.Q(role__in=TeamRole.values), name="team_role_known"),
        ]

    def __str__(self) -> str:
        return f"lid {self.pk}"

    @property
    def is_forgotten(self) -> bool:
        """The profile is gone, so nothing of the person is shown any more."""
        mission = self.mission
        return self.came_by_invitation and (mission is None or mission.invitation.profile_id is None)

    @property
    def shown_function(self) -> str:
        return NOBODY_MORE if self.is_forgotten else self.function


class Blockade(models.Model):
    """What stood in the way, of whom, and what broke it."""

    team = models.ForeignKey(
        AdoptionTeam, verbose_name="adoptieteam", on_delete=models.CASCADE, related_name="blockades"
    )
    text = models.TextField("blokkade")
    held_by = models.CharField("bij wie (functie of organisatie)", max_length=120)
    kind = models.CharField("soort", max_length=20, choices=BlockadeKind.choices)
    noted_on = models.DateField("gezien op")
    broken_on = models.DateField("doorbroken op", null=True, blank=True)
    breakthrough = models.TextField("doorbraak", blank=True)
    # Of the form it was written in: sent twice it is one blockade.
    token = models.CharField("sleutel", max_length=60)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="opgeschreven door", null=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    class Meta:
        ordering = ["noted_on", "pk"]
        verbose_name = "blokkade"
        verbose_name_plural = "blokkades"
        constraints = [
            models.UniqueConstraint(fields=["team", "token"], name="blockade_token_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=BlockadeKind.values), name="blockade_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"blokkade {self.pk}"

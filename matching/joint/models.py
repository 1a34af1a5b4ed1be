"""A question that several gemeenten have, and which requests ask it."""

from django.conf import settings
from django.db import models

from matching.joint.enums import SessionReply
from matching.requests.models.request import SupportRequest


class JointQuestion(models.Model):
    """Confirmed by somebody at the loket. `note` is written for all gemeenten in it."""

    title = models.CharField("waar het over gaat", max_length=200)
    note = models.TextField("gezamenlijke sessie", blank=True)
    session_on = models.DateField("dag van de sessie", null=True, blank=True)
    session_time = models.TimeField("tijd van de sessie", null=True, blank=True)
    place = models.CharField("plaats of link", max_length=300, blank=True, default="", db_default="")
    # How often day, time or place changed: an entry in a calendar knows by it that it is the newer one.
    plan_number = models.PositiveSmallIntegerField("nummer van het plan", default=0, db_default=0)
    # The day that who may come was reminded of.
    reminded_for = models.DateField("herinnerd aan", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="gemaakt door", null=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    made_at = models.DateTimeField("gemaakt op", auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "gezamenlijke vraag"
        verbose_name_plural = "gezamenlijke vragen"

    def __str__(self) -> str:
        return f"gezamenlijke vraag {self.pk}"


class JointMember(models.Model):
    joint = models.ForeignKey(JointQuestion, on_delete=models.CASCADE, related_name="members")
    request = models.OneToOneField(SupportRequest, on_delete=models.CASCADE, related_name="joint_member")
    at = models.DateTimeField("gekoppeld op", auto_now_add=True)
    # To the session that is planned; empty while it says nothing, and again when day or time change. Who answered is in the
    # trail.
    reply = models.CharField(
        "antwoord", max_length=10, choices=SessionReply.choices, blank=True, default="", db_default=""
    )
    # Others that come and opened theirs read the name of this gemeente, and nothing else.
    shows_name = models.BooleanField("laat de naam zien", default=False, db_default=False)
    # Of one that comes: with how many, and who by function.
    people = models.PositiveSmallIntegerField("aantal mensen", null=True, blank=True)
    functions = models.CharField("functies", max_length=200, blank=True, default="", db_default="")

    class Meta:
        ordering = ["pk"]
        verbose_name = "verzoek in een gezamenlijke vraag"
        verbose_name_plural = "verzoeken in een gezamenlijke vraag"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reply__in=["", *SessionReply.values]), name="session_reply_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} in {self.joint_id}"

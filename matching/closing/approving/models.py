"""A case that waits for those who helped, and what each of them said."""

from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse

from matching.closing.approving.enums import ApprovalState, HowSaid, ReaderSide
from matching.requests.models.request import SupportRequest

NOBODY_KNOWN = "Iemand die hielp"


class CaseApproval(models.Model):
    """Of one contribution that was made of a request that ended. It goes with the contribution."""

    request = models.ForeignKey(
        SupportRequest, verbose_name="verzoek", on_delete=models.CASCADE, related_name="case_approvals"
    )
    contribution = models.OneToOneField(
        "knowledge.Contribution", verbose_name="bijdrage", on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(
        "stand", max_length=20, choices=ApprovalState.choices, default=ApprovalState.WAITING
    )
    # How often it was sent: a word is about what was sent that time.
    round = models.PositiveSmallIntegerField("keer verstuurd", default=1)
    asked_at = models.DateTimeField("gevraagd op")
    # Of this version: who adjusts the text gives who helped some days more, so often and no more (`term_of_round`).
    until = models.DateField("wie hielp zegt het uiterlijk")
    late_told_at = models.DateTimeField("te laat gemeld op", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "akkoord op een voorbeeld"
        verbose_name_plural = "akkoord op voorbeelden"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ApprovalState.values), name="case_approval_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"akkoord {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("matching:read_case", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == ApprovalState.WAITING

    def is_past(self, *, today: date) -> bool:
        """Who helped is not waited for any more."""
        return self.until < today


class CaseWord(models.Model):
    """Of one side, about one time that it was sent. Of an expert it hangs on the mission, of a centre on the centre."""

    approval = models.ForeignKey(CaseApproval, on_delete=models.CASCADE, related_name="words")
    round = models.PositiveSmallIntegerField("over welke keer")
    side = models.CharField("namens", max_length=20, choices=ReaderSide.choices)
    mission = models.ForeignKey(
        "matching.Mission", verbose_name="opdracht", null=True, blank=True, on_delete=models.CASCADE,
        related_name="case_words",
    )  # fmt: skip
    organisation = models.ForeignKey(
        "core.Organisation", verbose_name="kenniscentrum", null=True, blank=True,
        on_delete=models.PROTECT, related_name="+",
    )  # fmt: skip
    # Without an account it is the word of who has the link, or of who at the loket heard it: then `by` is who wrote it down.
    how = models.CharField(
        "hoe gezegd", max_length=20, choices=HowSaid.choices, default=HowSaid.LOGIN, db_default=HowSaid.LOGIN
    )
    agrees = models.BooleanField("akkoord")
    reason = models.TextField("wat eerst anders moet", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="wie het zei", null=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    at = models.DateTimeField("wanneer", auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "woord over een voorbeeld"
        verbose_name_plural = "woorden over voorbeelden"
        constraints = [
            models.UniqueConstraint(
                fields=["approval", "round"], condition=models.Q(side=ReaderSide.LOKET),
                name="case_word_of_loket_once",
            ),
            models.UniqueConstraint(
                fields=["approval", "round", "mission"], condition=~models.Q(mission=None),
                name="case_word_of_expert_once",
            ),
            models.UniqueConstraint(
                fields=["approval", "round", "organisation"], condition=~models.Q(organisation=None),
                name="case_word_of_centre_once",
            ),
            models.CheckConstraint(
                condition=models.Q(side__in=ReaderSide.values), name="case_word_side_known"
            ),
            models.CheckConstraint(condition=models.Q(how__in=HowSaid.values), name="case_word_how_known"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"woord {self.pk}"

    @property
    def whom(self) -> str:
        """A person by function, as the gemeente reads who came."""
        if self.organisation is not None:
            return self.organisation.name
        if self.mission is not None:
            return self.mission.invitation.whom
        return str(ReaderSide.LOKET.label) if self.side == ReaderSide.LOKET else NOBODY_KNOWN

    @property
    def is_written_down(self) -> bool:
        return self.how == HowSaid.WRITTEN_DOWN

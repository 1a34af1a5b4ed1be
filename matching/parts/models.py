"""A part of a question, for one centre or one person."""

from datetime import date

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from matching.parts.enums import PartState
from matching.requests.models.request import SupportRequest

NOBODY = "Iemand die niet meer in de pool staat"


class PartQuestion(models.Model):
    """In the words of the loket: whoever answers reads this and nothing else of the request."""

    request = models.ForeignKey(
        SupportRequest, verbose_name="verzoek", on_delete=models.CASCADE, related_name="parts"
    )
    organisation = models.ForeignKey(
        "core.Organisation", verbose_name="kenniscentrum", null=True, blank=True,
        on_delete=models.PROTECT, related_name="part_questions",
    )  # fmt: skip
    profile = models.ForeignKey(
        "expertpool.ExpertProfile", verbose_name="deskundige", null=True, blank=True,
        on_delete=models.SET_NULL, related_name="part_questions",
    )  # fmt: skip
    question = models.TextField("deelvraag")
    answer_by = models.DateField("antwoord uiterlijk")
    state = models.CharField("stand", max_length=20, choices=PartState.choices, default=PartState.ASKED)
    answer = models.TextField("antwoord", blank=True)
    # Why it cannot be answered, or what the loket wants to know besides.
    remark = models.TextField("opmerking", blank=True)
    # Of the form it was written in: sent twice it is one part.
    token = models.CharField("sleutel", max_length=60)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="gevraagd door", null=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    # When who answered corrected it last, and whether nobody at the loket read that yet.
    corrected_at = models.DateTimeField("antwoord verbeterd op", null=True, blank=True)
    correction_is_new = models.BooleanField("verbetering nog niet gelezen", default=False, db_default=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="beantwoord door", null=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    asked_at = models.DateTimeField("gevraagd op", auto_now_add=True)
    state_since = models.DateTimeField("stand sinds", default=timezone.now)
    reminded_at = models.DateTimeField("herinnerd op", null=True, blank=True)
    late_told_at = models.DateTimeField("te laat gemeld op", null=True, blank=True)
    # The message in which the gemeente got the one answer beside a proposal or a mission; empty when it was the decision.
    told_in = models.ForeignKey(
        "matching.Message", verbose_name="verstuurd in bericht", null=True, blank=True,
        on_delete=models.SET_NULL, related_name="told_parts",
    )  # fmt: skip
    is_example = models.BooleanField("voorbeeld", default=False)

    class Meta:
        ordering = ["answer_by", "pk"]
        verbose_name = "deelvraag"
        verbose_name_plural = "deelvragen"
        constraints = [
            models.UniqueConstraint(fields=["request", "token"], name="part_token_once"),
            models.CheckConstraint(condition=models.Q(state__in=PartState.values), name="part_state_known"),
            models.CheckConstraint(
                condition=models.Q(organisation=None) | models.Q(profile=None), name="part_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"deelvraag {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("matching:own_part", args=[self.pk])

    @property
    def is_asked(self) -> bool:
        return self.state == PartState.ASKED

    @property
    def whom(self) -> str:
        """The centre by name, a person by function."""
        if self.organisation is not None:
            return self.organisation.name
        return self.profile.title if self.profile is not None else NOBODY

    def is_late(self, *, today: date) -> bool:
        return self.is_asked and self.answer_by < today

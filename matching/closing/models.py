"""The four questions at the end, and the charter's three later on."""

from django.conf import settings
from django.db import models

from matching.closing.enums import Degree, Recommend
from matching.conversation.enums import Side
from matching.requests.models.request import SupportRequest

# Those that a kind of help may name (`Terms.looks_back`).
MOMENTS = (6, 12)


class ClosingAnswer(models.Model):
    """Of one side; each answers once."""

    request = models.ForeignKey(
        SupportRequest, verbose_name="verzoek", on_delete=models.CASCADE, related_name="closing_answers"
    )
    side = models.CharField("namens", max_length=20, choices=Side.choices)
    helped = models.CharField("heeft het geholpen", max_length=10, choices=Degree.choices)
    reached = models.CharField("doelen gehaald", max_length=10, choices=Degree.choices)
    what_did_not_work = models.TextField("wat werkte niet", blank=True)
    recommends = models.CharField("zou u het aanraden", max_length=10, choices=Recommend.choices)
    # What the kind of help asks besides: each question as it was put, with its answer. Of the gemeente only.
    own_answers = models.JSONField(
        "vragen bij deze hulp", default=list, blank=True, db_default=models.Value([], models.JSONField())
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="wie antwoordde", null=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    at = models.DateTimeField("wanneer", auto_now_add=True)

    class Meta:
        ordering = ["side"]
        verbose_name = "antwoord bij de afronding"
        verbose_name_plural = "antwoorden bij de afronding"
        constraints = [
            models.UniqueConstraint(fields=["request", "side"], name="closing_answer_once"),
            models.CheckConstraint(
                condition=models.Q(side__in=[Side.GEMEENTE, Side.LOKET]), name="closing_side_known"
            ),
        ]

    def __str__(self) -> str:
        return f"afronding {self.pk}"


class FollowUp(models.Model):
    """Six and twelve months after the end. Asked and never answered is a fact too."""

    request = models.ForeignKey(
        SupportRequest, verbose_name="verzoek", on_delete=models.CASCADE, related_name="follow_ups"
    )
    months = models.PositiveSmallIntegerField("na hoeveel maanden")
    due_on = models.DateField("vragen vanaf")
    asked_at = models.DateTimeField("gevraagd op", null=True, blank=True)
    reached = models.CharField("doelen gehaald", max_length=10, choices=Degree.choices, blank=True)
    delivered = models.CharField(
        "afgesproken prestaties geleverd", max_length=10, choices=Degree.choices, blank=True
    )
    adjustment = models.TextField("hoe het plan aanpassen", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="wie antwoordde", null=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)

    class Meta:
        ordering = ["months"]
        verbose_name = "nazorg"
        verbose_name_plural = "nazorg"
        constraints = [
            models.UniqueConstraint(fields=["request", "months"], name="follow_up_once"),
            models.CheckConstraint(condition=models.Q(months__in=MOMENTS), name="follow_up_moment_known"),
        ]

    def __str__(self) -> str:
        return f"nazorg {self.months} maanden: {self.request}"

    @property
    def is_silent(self) -> bool:
        """Asked, and nobody answered."""
        return self.asked_at is not None and self.answered_at is None

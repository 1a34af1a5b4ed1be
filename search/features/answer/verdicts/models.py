"""What readers said of what they found. Not who, not from where, and not of which text."""

from django.db import models

from search.features.answer.verdicts.enums import Verdict

WHY_LENGTH = 300


class AnswerVerdict(models.Model):
    # Kind and number, as in "case:12".
    key = models.CharField("gevonden", max_length=60, db_index=True)
    verdict = models.CharField("past het", max_length=10, choices=Verdict.choices)
    why = models.CharField("waarom", max_length=WHY_LENGTH, blank=True)
    # Of the problems that the answer went by.
    problem_codes = models.JSONField("problemen", default=list)
    # That it fits, as the answer had it; empty when it was not in the answer any more.
    chance = models.FloatField("kans", null=True, blank=True)
    created_at = models.DateTimeField("gegeven op", auto_now_add=True, db_index=True)

    class Meta:
        app_label = "search"
        ordering = ["-created_at", "-pk"]
        verbose_name = "oordeel over een antwoord"
        verbose_name_plural = "oordelen over antwoorden"

    def __str__(self) -> str:
        return f"{self.key}: {self.verdict}"

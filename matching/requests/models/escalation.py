"""A request that is late, and who was told."""

from django.db import models

from matching.requests.enums import ClockKind, EscalationStep
from matching.requests.models.request import SupportRequest


class Escalation(models.Model):
    """Once per clock and step of each term. Of no person: who was told is a role, and who holds that changes."""

    request = models.ForeignKey(SupportRequest, on_delete=models.CASCADE, related_name="escalations")
    clock = models.CharField("wat te laat is", max_length=20, choices=ClockKind.choices)
    step = models.CharField("aan wie", max_length=20, choices=EscalationStep.choices)
    # Which term: 0 is the first, and each time that an answer did not help one more.
    term = models.PositiveSmallIntegerField("de hoeveelste termijn", default=0, db_default=0)
    due = models.DateField("had klaar moeten zijn op")
    at = models.DateTimeField("gemeld op", auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "melding dat een verzoek te laat is"
        verbose_name_plural = "meldingen dat een verzoek te laat is"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "clock", "step", "term"], name="escalation_once_a_term"
            ),
            models.CheckConstraint(
                condition=models.Q(step__in=EscalationStep.values), name="escalation_step_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.clock} {self.step}"

"""Until when a case holds. A row beside the page, not a field of it: to confirm is no edit, and no draft may undo it."""

from django.db import models


class ConfirmedAs(models.TextChoices):
    OWNER = "eigenaar", "de eigenaar"
    EDITORS = "redactie", "de redactie"


class CaseValidity(models.Model):
    page = models.OneToOneField("knowledge.CasePage", on_delete=models.CASCADE, related_name="validity")
    confirmed_on = models.DateField("voor het laatst bevestigd")
    confirmed_as = models.CharField(
        "bevestigd door", max_length=20, choices=ConfirmedAs.choices, default=ConfirmedAs.EDITORS
    )
    valid_until = models.DateField("geldig tot en met", db_index=True)

    class Meta:
        verbose_name = "geldigheid"
        verbose_name_plural = "geldigheid"
        # With its page alone: every list of cases asks whether each of them has lapsed.
        indexes = [models.Index(fields=["page", "valid_until"], name="validity_of_case")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gt=models.F("confirmed_on")),
                name="validity_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"geldig tot en met {self.valid_until}"

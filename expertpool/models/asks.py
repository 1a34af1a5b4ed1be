"""Whom an organisation put forward: what it wrote itself, and nothing of what came of it."""

from django.db import models


class OrganisationAsk(models.Model):
    """Made of every address that it sends, whether that person is asked, was known or said no: so a row tells nothing. Neither
    the address nor a name is kept, only `digest`, by which the nomination is found when there is one."""

    organisation = models.ForeignKey(
        "core.Organisation", verbose_name="organisatie", on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField("functie", max_length=120)
    digest = models.CharField("kenmerk", max_length=64)
    asked_at = models.DateTimeField("ingestuurd op", auto_now_add=True)
    again_at = models.DateTimeField("nog eens gevraagd op", null=True, blank=True)
    # Whatever came of it: so long a link works.
    shown_until = models.DateTimeField("staat op de lijst tot")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = "voorgedragen door een organisatie"
        verbose_name_plural = "voorgedragen door organisaties"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="organisation_asks_once")
        ]

    def __str__(self) -> str:
        return f"voorgedragen {self.pk}"

"""What an organisation of the alliance offers on a theme."""

from django.db import models


class OrganisationOffer(models.Model):
    """Public words; contact goes through the loket."""

    organisation = models.ForeignKey(
        "core.Organisation", verbose_name="organisatie", on_delete=models.CASCADE, related_name="pool_offers"
    )
    theme = models.ForeignKey("core.Theme", verbose_name="thema", on_delete=models.PROTECT, related_name="+")
    text = models.TextField("aanbod", max_length=1000)
    changed_at = models.DateTimeField("veranderd op", auto_now=True)

    class Meta:
        ordering = ["theme__order", "pk"]
        verbose_name = "aanbod van een organisatie"
        verbose_name_plural = "aanbod van organisaties"
        constraints = [models.UniqueConstraint(fields=["organisation", "theme"], name="offer_once_per_theme")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.theme}"

"""What the nightly comparison of index and database found."""

from django.db import models


class IndexCheck(models.Model):
    at = models.DateTimeField("wanneer", auto_now_add=True, db_index=True)
    repaired = models.BooleanField("hersteld", default=False)
    found = models.JSONField("gevonden", default=dict)
    left = models.PositiveIntegerField("over", default=0)

    class Meta:
        app_label = "search"
        ordering = ["-at", "-pk"]
        verbose_name = "controle van de index"
        verbose_name_plural = "controles van de index"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}: {self.left}"

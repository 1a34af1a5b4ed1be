"""How often a page was opened on a day. No person, no address, no session."""

from django.db import models


class PageViews(models.Model):
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    day = models.DateField("dag")
    count = models.PositiveIntegerField("aantal keer")

    class Meta:
        app_label = "knowledge"
        verbose_name = "telling van een pagina"
        verbose_name_plural = "tellingen van pagina's"
        # Nobody edits a count.
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "day"], name="page_views_once_a_day")]
        indexes = [models.Index(fields=["day"], name="page_views_day")]

    def __str__(self) -> str:
        return f"{self.page_id} ({self.day})"

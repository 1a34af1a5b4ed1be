"""The work list as somebody at the loket wants it: a name for what it is narrowed to. Of one person, and seen by nobody else."""

from django.conf import settings
from django.db import models
from django.urls import reverse


class WorkView(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="van wie", on_delete=models.CASCADE, related_name="work_views"
    )
    name = models.CharField("naam", max_length=60)
    # By name in the address; only what the list knows (work_rows.PARAMETERS).
    chosen = models.JSONField("gekozen", default=dict)
    opens_first = models.BooleanField("opent als eerste", default=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "weergave van de werkvoorraad"
        verbose_name_plural = "weergaven van de werkvoorraad"
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="work_view_name_once"),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(opens_first=True), name="work_view_first_once"
            ),
        ]

    def __str__(self) -> str:
        return f"weergave {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("matching:work_list", query=self.chosen)

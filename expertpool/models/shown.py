"""Since when people of a ring can see somebody."""

from django.db import models

from expertpool.enums import Visibility
from expertpool.models.profile import ExpertProfile


class ProfileShown(models.Model):
    """The first night in which a profile stood open for a ring: for who follows a search it is new from then on. As the day on
    which a page was first published, it stays when the profile is hidden and comes back."""

    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="+")
    ring = models.CharField("voor wie", max_length=20, choices=Visibility.choices)
    since = models.DateTimeField("te zien sinds")

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = "te zien sinds"
        verbose_name_plural = "te zien sinds"
        constraints = [models.UniqueConstraint(fields=["profile", "ring"], name="profile_shown_once")]

    def __str__(self) -> str:
        return f"{self.get_ring_display()}: {self.since:%Y-%m-%d}"

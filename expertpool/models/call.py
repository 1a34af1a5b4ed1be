"""A public question for people that the pool lacks."""

from django.conf import settings
from django.db import models

from expertpool.enums import Level


class RecruitmentCall(models.Model):
    """Open until and including `ends_on`, or until it was ended. Without a region it is for the whole country."""

    level = models.CharField("niveau", max_length=20, choices=Level.choices)
    theme = models.ForeignKey("core.Theme", verbose_name="thema", on_delete=models.PROTECT, related_name="+")
    region = models.CharField("provincie", max_length=30, blank=True)
    text = models.TextField("oproep")
    ends_on = models.DateField("open tot en met")
    # Before its last day, by the loket; its page says so from then on.
    ended_at = models.DateTimeField("gesloten op", null=True, blank=True)
    created_at = models.DateTimeField("gemaakt op", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="door", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["ends_on", "pk"]
        verbose_name = "oproep"
        verbose_name_plural = "oproepen"

    def __str__(self) -> str:
        return f"oproep {self.pk}"

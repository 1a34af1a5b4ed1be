"""Where somebody of the pool may not help: interests, and wishes of either side."""

from django.db import models
from django.db.models import Q

from expertpool.models.profile import ExpertProfile


class ExcludedBy(models.TextChoices):
    EXPERT = "deskundige", "De persoon zelf"
    GEMEENTE = "gemeente", "De gemeente"


class Interest(models.Model):
    """Paid or unpaid, in a gemeente or an organisation. Without `until` it runs."""

    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="interests")
    gemeente = models.ForeignKey(
        "core.Gemeente",
        verbose_name="gemeente",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    organisation = models.ForeignKey(
        "core.Organisation",
        verbose_name="organisatie",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    role = models.CharField("wat u daar doet", max_length=120)
    until = models.DateField("tot", null=True, blank=True)

    class Meta:
        ordering = ["-until", "pk"]
        verbose_name = "belang"
        verbose_name_plural = "belangen"
        constraints = [
            models.CheckConstraint(
                condition=Q(gemeente=None, organisation__isnull=False)
                | Q(gemeente__isnull=False, organisation=None),
                name="interest_in_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"belang {self.pk}"

    @property
    def place(self) -> str:
        return f"gemeente {self.gemeente.name}" if self.gemeente is not None else str(self.organisation)


class Exclusion(models.Model):
    """One side does not want to work with the other. Why is nobody's business."""

    profile = models.ForeignKey(ExpertProfile, on_delete=models.CASCADE, related_name="exclusions")
    gemeente = models.ForeignKey(
        "core.Gemeente", verbose_name="gemeente", on_delete=models.CASCADE, related_name="+"
    )
    by = models.CharField("wie dat wil", max_length=20, choices=ExcludedBy.choices)
    created_at = models.DateTimeField("sinds", auto_now_add=True)

    class Meta:
        ordering = ["gemeente__sort_name", "by"]
        verbose_name = "uitsluiting"
        verbose_name_plural = "uitsluitingen"
        constraints = [
            models.UniqueConstraint(fields=["profile", "gemeente", "by"], name="exclusion_once"),
            models.CheckConstraint(condition=Q(by__in=ExcludedBy.values), name="exclusion_by_known"),
        ]

    def __str__(self) -> str:
        return f"uitsluiting {self.pk}"

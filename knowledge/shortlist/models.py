"""A list of pages that somebody keeps: its address can be shared, and nobody can guess it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from krachtwijken.core.tokens import new_token

KEPT_FOR = timedelta(days=90)
MAX_ITEMS = 30
MAX_LISTS = 30
NOTE_LENGTH = 500
TITLE_LENGTH = 120
FIRST_TITLE = "Mijn lijst"


def end_of_term() -> datetime:
    return timezone.now() + KEPT_FOR


class Shortlist(models.Model):
    """Of an account, or of the browser that made it: then `key` stands in a signed cookie there, and nowhere else."""

    token = models.CharField("adres", max_length=40, unique=True, default=new_token)
    key = models.CharField("sleutel", max_length=40, unique=True, default=new_token)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="eigenaar",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="shortlists",
    )
    title = models.CharField("titel", max_length=TITLE_LENGTH, default=FIRST_TITLE)
    shared = models.BooleanField("gedeeld", default=False)
    created_at = models.DateTimeField("gemaakt", auto_now_add=True)
    used_at = models.DateTimeField("laatst gebruikt", default=timezone.now)
    expires_at = models.DateTimeField("bewaard tot", null=True, blank=True)

    class Meta:
        app_label = "knowledge"
        ordering = ["-used_at", "-pk"]
        verbose_name = "bewaarlijst"
        verbose_name_plural = "bewaarlijsten"
        constraints = [
            # Without an account there is a term, or nobody would ever remove it.
            models.CheckConstraint(
                condition=Q(owner__isnull=False, expires_at__isnull=True)
                | Q(owner__isnull=True, expires_at__isnull=False),
                name="shortlist_owner_or_term",
            )
        ]

    def __str__(self) -> str:
        return f"bewaarlijst {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("knowledge:shortlist_detail", args=[self.token])


class ShortlistItem(models.Model):
    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="shortlist_items")
    note = models.TextField("notitie", max_length=NOTE_LENGTH, blank=True)
    order = models.PositiveIntegerField("plaats", default=0)
    added_at = models.DateTimeField("toegevoegd", auto_now_add=True)

    class Meta:
        app_label = "knowledge"
        ordering = ["order", "pk"]
        verbose_name = "bewaarde pagina"
        verbose_name_plural = "bewaarde pagina's"
        constraints = [models.UniqueConstraint(fields=["shortlist", "page"], name="page_once_per_shortlist")]

    def __str__(self) -> str:
        return f"{self.shortlist_id}:{self.page_id}"

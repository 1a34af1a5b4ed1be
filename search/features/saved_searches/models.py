"""A question that somebody follows: the filters of a search, or a problem in whole sentences."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from krachtwijken.core.tokens import new_token
from search.features.saved_searches.enums import Frequency

NAME_LENGTH = 80


class SavedSearch(models.Model):
    # Stands in addresses: numbers could be tried one after another.
    token = models.CharField("sleutel", max_length=40, unique=True, default=new_token)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="van wie",
        on_delete=models.CASCADE,
        related_name="saved_searches",
    )
    name = models.CharField("naam", max_length=NAME_LENGTH)
    # One of the two: what stood in the address (search.features.results_page.address.canonical), or the text of a problem.
    query = models.TextField("zoekvraag", blank=True)
    problem = models.TextField("probleem", blank=True)
    # Of query and problem: an index on a long text is too long for PostgreSQL.
    fingerprint = models.CharField("vingerafdruk", max_length=64)
    frequency = models.CharField("hoe vaak", max_length=20, choices=Frequency.choices)
    paused = models.BooleanField("gepauzeerd", default=False)
    created_at = models.DateTimeField("bewaard op", default=timezone.now)
    # What was published before is not news: set anew after a pause.
    follows_from = models.DateTimeField("volgt vanaf", default=timezone.now)
    # What was published after this moment was not looked at for a mail yet.
    checked_until = models.DateTimeField("bekeken tot", default=timezone.now)
    # The night of the last look: a second run of that night changes nothing.
    checked_on = models.DateField("bekeken in de nacht van", null=True, blank=True)
    # What the owner said to have seen on the page.
    seen_until = models.DateTimeField("gezien tot", default=timezone.now)
    mailed_at = models.DateTimeField("laatste bericht", null=True, blank=True)

    class Meta:
        app_label = "search"
        ordering = ["name", "pk"]
        verbose_name = "bewaarde zoekvraag"
        verbose_name_plural = "bewaarde zoekvragen"
        constraints = [
            models.UniqueConstraint(fields=["owner", "fingerprint"], name="saved_search_once"),
            models.CheckConstraint(
                condition=(Q(query="") & ~Q(problem="")) | (~Q(query="") & Q(problem="")),
                name="saved_search_query_or_problem",
            ),
        ]

    def __str__(self) -> str:
        return f"zoekvraag {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fingerprint = fingerprint_of(query=self.query, problem=self.problem)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("search:saved_detail", args=[self.token])


class SavedFind(models.Model):
    """What was found, and since when its owner knows of it by mail, so that nothing is mailed twice and nothing is left out.
    Kept short: see `services.forget_finds`."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="finds")
    key = models.CharField("gevonden", max_length=60)
    sentence = models.TextField("waarom", blank=True)
    night = models.DateField("nacht", default=timezone.localdate)
    # Empty until the mail that tells of it has left.
    mailed_at = models.DateTimeField("gemaild op", null=True, blank=True)

    class Meta:
        app_label = "search"
        ordering = ["pk"]
        verbose_name = "gemelde vondst"
        verbose_name_plural = "gemelde vondsten"
        constraints = [models.UniqueConstraint(fields=["search", "key"], name="saved_find_once")]

    def __str__(self) -> str:
        return f"{self.search_id} {self.key}"


def fingerprint_of(*, query: str, problem: str) -> str:
    return hashlib.sha256(f"{query}\n{problem}".encode()).hexdigest()

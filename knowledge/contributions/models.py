"""What somebody shares: while it is being written, and what became of it."""

from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.urls import reverse

from knowledge.contributions.enums import ContributionState
from krachtwijken.core.tokens import new_token


class Contribution(models.Model):
    """`answers` are those of the pages (`contributions/forms/`), `rest` is what of a pasted text fits nowhere yet: a list of
    {"heading", "text"}. Sending makes an unpublished `page`; from then on the answers only tell what was sent."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="wie deelt",
        null=True,
        on_delete=models.SET_NULL,
        related_name="contributions",
    )
    gemeente = models.ForeignKey(
        "core.Gemeente",
        verbose_name="gemeente",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Stands in the address of its pages, so that two of them do not mix.
    token = models.CharField("sleutel", max_length=40, default=new_token)
    state = models.CharField(
        "stand", max_length=20, choices=ContributionState.choices, default=ContributionState.CONCEPT
    )
    # What it was made of, when that was not a person who sat down to write: whoever knows of it may ask to read first
    # (`provided.first_readers`). Stays with a new version.
    origin = models.CharField("komt uit", max_length=40, blank=True, default="", db_default="")
    answers = models.JSONField("antwoorden", default=dict)
    rest = models.JSONField("nog niet geplaatst", default=list)
    reason = models.TextField("reden", blank=True)
    page = models.OneToOneField(
        "wagtailcore.Page",
        verbose_name="pagina",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contribution",
    )
    created_at = models.DateTimeField("begonnen", auto_now_add=True)
    changed_at = models.DateTimeField("veranderd", auto_now=True)
    submitted_at = models.DateTimeField("ingediend op", null=True, blank=True)
    decided_at = models.DateTimeField("beslist op", null=True, blank=True)

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = "bijdrage"
        verbose_name_plural = "bijdragen"
        constraints = [
            models.UniqueConstraint(fields=["author", "token"], name="contribution_token_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=ContributionState.values), name="contribution_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"bijdrage {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("knowledge:contribution_status", args=[self.token])

    @property
    def is_concept(self) -> bool:
        return self.state == ContributionState.CONCEPT


def name_stored_file(_instance: models.Model, filename: str) -> str:
    """Nobody can guess where it lies, and no name of a person stands on the disk."""
    return f"bijdragen/{new_token()}{PurePath(filename).suffix.lower()[:6]}"


class ContributionFile(models.Model):
    """A document that waits until it is sent; then it becomes one of the content management, below its page."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="files")
    file = models.FileField("bestand", upload_to=name_stored_file)
    name = models.CharField("naam", max_length=160)
    size = models.PositiveIntegerField("grootte")

    class Meta:
        ordering = ["pk"]
        verbose_name = "bijlage van een bijdrage"
        verbose_name_plural = "bijlagen van bijdragen"

    def __str__(self) -> str:
        return self.name

"""How often something was asked. No person, no address, no session: only the words and the day."""

from django.db import models

from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.fields import ChoiceListField
from search.features.query_demand.enums import Moderation
from search.features.query_demand.wording import MAX_CHARACTERS


class QueryLog(models.Model):
    """One row per question and day."""

    query = models.CharField("vraag", max_length=MAX_CHARACTERS)
    day = models.DateField("dag")
    count = models.PositiveIntegerField("aantal keer", default=1)
    # What a visitor without account found last; empty when only people with an account asked.
    found = models.PositiveIntegerField("gevonden", null=True, blank=True)

    class Meta:
        app_label = "search"
        verbose_name = "telling van een vraag"
        verbose_name_plural = "tellingen van vragen"
        constraints = [models.UniqueConstraint(fields=["query", "day"], name="query_once_a_day")]
        indexes = [models.Index(fields=["day"], name="query_log_day")]

    def __str__(self) -> str:
        return f"{self.query} ({self.day})"


class AskedQuery(models.Model):
    """What is known about a question, brought up to date at night."""

    query = models.CharField("vraag", max_length=MAX_CHARACTERS, unique=True)
    themes = ChoiceListField(ThemeCode, verbose_name="thema's")
    # Codes of the known problems that the question states; empty until somebody looked.
    problems = models.JSONField("problemen", null=True, blank=True)
    known_words = models.BooleanField("alle woorden bekend", default=False)
    # Pages that clearly fit, for somebody without an account; empty until the first look.
    answers = models.PositiveIntegerField("antwoorden", null=True, blank=True)
    checked_at = models.DateTimeField("bekeken op", null=True, blank=True)
    # Since when there is an answer where there was none.
    answered_at = models.DateTimeField("beantwoord sinds", null=True, blank=True)
    moderation = models.CharField(
        "wat de redactie wil", max_length=20, choices=Moderation.choices, default=Moderation.AUTOMATIC
    )

    class Meta:
        app_label = "search"
        ordering = ["query"]
        verbose_name = "gevraagd onderwerp"
        verbose_name_plural = "gevraagde onderwerpen"
        # Questions come from visitors; the redactie only shows or hides them.
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return self.query

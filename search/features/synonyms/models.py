"""The table of words that the redactie keeps: a snippet."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from krachtwijken.core.text import clean_text
from search.engine.dutch.synonyms import LONGEST_SIDE, Direction, SynonymKind, typed_words

MOST_ALTERNATIVES = 20
LONGEST = 100


class WordEntry(models.Model):
    class Kind(models.TextChoices):
        ABBREVIATION = SynonymKind.ABBREVIATION.value, "Afkorting"
        SYNONYM = SynonymKind.SYNONYM.value, "Synoniem"

    class Way(models.TextChoices):
        BOTH = Direction.BOTH.value, "Beide kanten op"
        ONE_WAY = Direction.ONE_WAY.value, "Alleen van het woord naar de andere"

    term = models.CharField(
        "woord",
        max_length=LONGEST,
        unique=True,
        help_text="Een woord of een paar woorden, zoals mensen het typen.",
        error_messages={"unique": "Dit woord staat al in de lijst. Vul het daar aan."},
    )
    alternatives = models.TextField(
        "ook bekend als",
        help_text="Een per regel. Wie het woord zoekt, vindt ook teksten waar dit in staat.",
    )
    kind = models.CharField("soort", max_length=10, choices=Kind.choices, default=Kind.SYNONYM)
    direction = models.CharField("richting", max_length=10, choices=Way.choices, default=Way.BOTH)
    active = models.BooleanField(
        "in gebruik", default=True, help_text="Zet dit uit om het woord even niet te gebruiken."
    )
    updated_at = models.DateTimeField("gewijzigd op", auto_now=True)

    panels = [
        FieldPanel("term"),
        FieldPanel("alternatives"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("direction")]),
        FieldPanel("active"),
    ]

    class Meta:
        app_label = "search"
        ordering = ["term"]
        verbose_name = "zoekwoord"
        verbose_name_plural = "zoekwoorden"

    def __str__(self) -> str:
        return self.term

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.alternatives.splitlines() if line.strip())

    def clean(self) -> None:
        self.term = clean_text(self.term or "", max_length=LONGEST)
        only_spaces = bool(self.alternatives) and not self.lines
        self.alternatives = "\n".join(dict.fromkeys(clean_text(line, max_length=500) for line in self.lines))
        errors: dict[str, Any] = {}
        if self.term and not typed_words(self.term):
            errors["term"] = "Typ een woord met letters of cijfers."
        elif len(typed_words(self.term)) > LONGEST_SIDE:
            errors["term"] = f"Gebruik hoogstens {LONGEST_SIDE} woorden."
        complaint = "Typ ten minste één ander woord." if only_spaces else self._complaint()
        if complaint:
            errors["alternatives"] = complaint
        if errors:
            raise ValidationError(errors)

    def _complaint(self) -> str:
        """What is wrong with the alternatives; empty when nothing is. The field itself says that it is needed."""
        own = [word.plain for word in typed_words(self.term)]
        if len(self.lines) > MOST_ALTERNATIVES:
            return f"Dit zijn {len(self.lines)} regels. Houd het bij {MOST_ALTERNATIVES}."
        for line in self.lines:
            words = [word.plain for word in typed_words(line)]
            if not words:
                return f"Op de regel “{line[:40]}” staat geen woord."
            if len(words) > LONGEST_SIDE or len(line) > LONGEST:
                return (
                    f"De regel “{line[:40]}” is te lang. Gebruik hoogstens {LONGEST_SIDE} woorden per regel."
                )
            if words == own:
                return f"“{line[:40]}” is het woord zelf. Haal die regel weg."
        return ""


class OfferedWord(models.Model):
    """A packaged word that was put in the table once: what an editor changed or removed afterwards stays so."""

    term = models.CharField("woord", max_length=LONGEST, primary_key=True)

    class Meta:
        app_label = "search"
        verbose_name = "meegeleverd zoekwoord"
        verbose_name_plural = "meegeleverde zoekwoorden"

    def __str__(self) -> str:
        return self.term

"""An address that pages cite, what came of the last look at it, and what it said."""

from django.db import models
from django.utils import timezone

from knowledge.links.fetching import Refusal


class LinkState(models.TextChoices):
    WAITING = "wacht", "Nog niet bekeken"
    GOOD = "goed", "Werkt"
    GONE = "weg", "Bestaat niet meer"
    FAILING = "stoort", "Antwoordt niet goed"
    SKIPPED = "overgeslagen", "Niet bekeken"


REASONS = {
    Refusal.HOST: "deze website staat niet op de lijst",
    Refusal.ADDRESS: "dit adres kunnen wij niet openen",
    Refusal.PRIVATE: "dit adres ligt niet op internet",
    Refusal.REDIRECTS: "het adres stuurt steeds door",
    Refusal.TIME: "het antwoord duurde te lang",
    Refusal.SIZE: "het bestand is te groot om te bewaren",
    Refusal.UNREACHABLE: "de website was niet te bereiken",
}
# What a reader would come to nothing with.
BROKEN = (LinkState.GONE, LinkState.FAILING)


class CitedLink(models.Model):
    """One row an address, however many pages cite it. `failing_since` is the first look of a row of failures."""

    url = models.URLField("adres", max_length=500, unique=True)
    state = models.CharField("stand", max_length=20, choices=LinkState.choices, default=LinkState.WAITING)
    status_code = models.PositiveSmallIntegerField("antwoordcode", null=True, blank=True)
    refusal = models.CharField(
        "waarom niet", max_length=20, choices=[(each.value, each.value) for each in Refusal], blank=True
    )
    due_at = models.DateTimeField("volgende keer", default=timezone.now, db_index=True)
    checked_at = models.DateTimeField("bekeken op", null=True, blank=True)
    failing_since = models.DateTimeField("stoort sinds", null=True, blank=True)
    failures = models.PositiveSmallIntegerField("keer achter elkaar", default=0)

    class Meta:
        verbose_name = "bron"
        verbose_name_plural = "bronnen"

    def __str__(self) -> str:
        return self.url

    @property
    def reason(self) -> str:
        """Why it was not looked at, or could not be reached, in Dutch."""
        return REASONS[Refusal(self.refusal)] if self.refusal else ""

    @property
    def is_broken(self) -> bool:
        return self.state in BROKEN


class LinkUse(models.Model):
    """That a page on the site cites it."""

    link = models.ForeignKey(CitedLink, on_delete=models.CASCADE, related_name="uses")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="cited_links")

    class Meta:
        verbose_name = "verwijzing"
        verbose_name_plural = "verwijzingen"
        constraints = [
            models.UniqueConstraint(fields=["link", "page"], name="link_once_per_page"),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} op {self.page_id}"


class LinkCopy(models.Model):
    """What the address said: the first copy stays, and the last one that differed. For the redactie, never for readers: it
    belongs to who wrote it."""

    link = models.ForeignKey(CitedLink, on_delete=models.CASCADE, related_name="copies")
    sha256 = models.CharField("controlegetal", max_length=64)
    content_type = models.CharField("soort", max_length=100, blank=True)
    body = models.BinaryField("inhoud")
    size = models.PositiveIntegerField("grootte in bytes")
    kept_at = models.DateTimeField("bewaard op", default=timezone.now)

    class Meta:
        verbose_name = "kopie van een bron"
        verbose_name_plural = "kopieën van bronnen"
        constraints = [
            models.UniqueConstraint(fields=["link", "sha256"], name="copy_once_per_link"),
        ]

    def __str__(self) -> str:
        return f"kopie van {self.link_id}"

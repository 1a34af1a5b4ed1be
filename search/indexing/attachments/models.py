"""The text of an attached document, as the worker read it."""

from django.db import models


class TextState(models.TextChoices):
    WAITING = "wacht", "Wacht op lezen"
    READY = "klaar", "Doorzoekbaar"
    TOO_LARGE = "te_groot", "Te groot om helemaal te lezen"
    EMPTY = "leeg", "Geen tekst gevonden (een scan?)"
    FAILED = "mislukt", "Niet te lezen"
    DOWNLOAD_ONLY = "download", "Alleen te downloaden"


# Of these there is a text that may be found.
FINDABLE = (TextState.READY, TextState.TOO_LARGE)


class DocumentText(models.Model):
    """Parts are `{"heading", "text"}` in reading order: a page of a PDF, a chapter of a DOCX.

    `file_mark` is name and fingerprint of the file that was read: an old text is never taken for that of a new file.
    """

    document = models.OneToOneField(
        "wagtaildocs.Document",
        verbose_name="document",
        on_delete=models.CASCADE,
        related_name="extracted_text",
    )
    state = models.CharField("stand", max_length=10, choices=TextState.choices, default=TextState.WAITING)
    reason = models.CharField("waarom", max_length=200, blank=True)
    file_mark = models.CharField("gelezen bestand", max_length=200, blank=True)
    parts = models.JSONField("tekst", default=list)
    page_count = models.PositiveIntegerField("bladzijden", default=0)
    read_at = models.DateTimeField("gelezen op", null=True, blank=True)

    class Meta:
        app_label = "search"
        ordering = ["document__title"]
        verbose_name = "tekst van een bijlage"
        verbose_name_plural = "teksten van bijlagen"

    def __str__(self) -> str:
        return f"tekst van document {self.document_id}"

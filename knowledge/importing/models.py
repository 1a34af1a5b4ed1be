"""A file on its way in, and which page came from which row."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from knowledge.importing.enums import Fate, ImportState

# Long enough to ask a colleague; a file may hold what has no business here.
FILE_KEPT = timedelta(days=3)
REPORT_KEPT = timedelta(days=90)


class CaseImport(models.Model):
    """`table` is the file as it was read (site/krachtwijken/core/sheets/table.py), gone when the import is done."""

    centre = models.ForeignKey(
        "knowledge.CentrePage", verbose_name="kenniscentrum", on_delete=models.CASCADE, related_name="imports"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="wie",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="case_imports",
    )
    file_name = models.CharField("bestand", max_length=200)
    state = models.CharField(
        "stand", max_length=10, choices=ImportState.choices, default=ImportState.CHECKING
    )
    table = models.JSONField("gelezen rijen", default=dict)
    row_count = models.PositiveIntegerField("rijen", default=0)
    created_at = models.DateTimeField("gestuurd", auto_now_add=True)
    finished_at = models.DateTimeField("klaar", null=True, blank=True)

    class Meta:
        app_label = "knowledge"
        ordering = ["-pk"]
        verbose_name = "import"
        verbose_name_plural = "imports"

    def __str__(self) -> str:
        return f"import {self.pk}"


class CaseImportRow(models.Model):
    """What will become of a row (`done` is no), or became of it. A worker goes on where another stopped."""

    case_import = models.ForeignKey(CaseImport, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField("rij")
    title = models.CharField("titel", max_length=255, blank=True)
    fate = models.CharField("uitkomst", max_length=10, choices=Fate.choices)
    reason = models.CharField("waarom", max_length=300, blank=True)
    # Column and message of each.
    faults = models.JSONField("fouten", default=list)
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name="pagina", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    done = models.BooleanField("gedaan", default=False)

    # No content of a page: it must not count as a place where a page is used.
    wagtail_reference_index_ignore = True

    class Meta:
        app_label = "knowledge"
        ordering = ["number"]
        verbose_name = "rij van een import"
        verbose_name_plural = "rijen van imports"
        constraints = [
            models.UniqueConstraint(fields=["case_import", "number"], name="row_once_per_import"),
        ]

    def __str__(self) -> str:
        return f"{self.case_import_id}:{self.number}"


class ImportedCase(models.Model):
    """Beside the page, not in it: a revision that an editor goes back to must not take the identity along."""

    page = models.OneToOneField(
        "knowledge.CasePage", verbose_name="praktijk", on_delete=models.CASCADE, related_name="imported"
    )
    organisation = models.ForeignKey(
        "core.Organisation", verbose_name="kenniscentrum", on_delete=models.CASCADE, related_name="+"
    )
    source_id = models.CharField("bron-id", max_length=100, blank=True)
    # Digest of title and wijken as the import wrote them: by these a row without a source id is known again.
    match_key = models.CharField("titel en wijken", max_length=64)
    # Digest of the whole row; equal means that there is nothing to do.
    row_digest = models.CharField("inhoud van de rij", max_length=64)
    # The revision that the import wrote; another one since means that a person changed the page.
    revision_number = models.PositiveBigIntegerField("versie")
    last_import = models.ForeignKey(
        CaseImport, verbose_name="import", null=True, on_delete=models.SET_NULL, related_name="cases"
    )
    imported_at = models.DateTimeField("ingelezen", auto_now=True)

    # No content of a page: it must not count as a place where a page is used.
    wagtail_reference_index_ignore = True

    class Meta:
        app_label = "knowledge"
        verbose_name = "ingelezen praktijk"
        verbose_name_plural = "ingelezen praktijken"
        indexes = [models.Index(fields=["organisation", "match_key"], name="imported_by_title")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "source_id"],
                condition=~Q(source_id=""),
                name="imported_source_id_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.source_id}"

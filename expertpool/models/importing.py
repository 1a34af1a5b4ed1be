"""A list of people on its way in. Nothing of it shows before the person agreed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from expertpool.models.nomination import Nomination
from expertpool.models.profile import ExpertProfile


class PoolImportState(models.TextChoices):
    CHECKED = "bekeken", "Bekeken"
    RUNNING = "loopt", "Wordt ingelezen"
    DONE = "klaar", "Ingelezen"


class RowFate(models.TextChoices):
    """The first four before, the others after somebody said yes or decided."""

    NEW = "nieuw", "Wij vragen om toestemming"
    KNOWN = "bekend", "Staat al in de pool of is al gevraagd"
    LOOKS_LIKE = "lijkt_op", "Lijkt op iemand die wij kennen"
    WRONG = "fout", "Niet ingelezen"
    ASKED = "gevraagd", "Om toestemming gevraagd"
    SAME = "dezelfde", "Dezelfde persoon, niet gevraagd"


class PoolImport(models.Model):
    """`table` is the file as it was read, gone when the import is done. With an organisation its people are tied to it."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="wie", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(
        "core.Organisation", verbose_name="organisatie", null=True, blank=True, on_delete=models.CASCADE,
        related_name="+",
    )  # fmt: skip
    file_name = models.CharField("bestand", max_length=200)
    table = models.JSONField("gelezen rijen", default=dict)
    state = models.CharField(
        "stand", max_length=10, choices=PoolImportState.choices, default=PoolImportState.CHECKED
    )
    created_at = models.DateTimeField("gestuurd", auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "import van mensen"
        verbose_name_plural = "imports van mensen"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PoolImportState.values), name="pool_import_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"import van mensen {self.pk}"


class PoolImportRow(models.Model):
    """What became of a row. `values` only while somebody must decide; `digest` of the address tells it a next time."""

    pool_import = models.ForeignKey(PoolImport, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField("rij")
    fate = models.CharField("uitkomst", max_length=10, choices=RowFate.choices)
    faults = models.JSONField("fouten", default=list, blank=True)
    values = models.JSONField("gegevens", default=dict, blank=True)
    digest = models.CharField("kenmerk", max_length=64, blank=True, db_index=True)
    profile = models.ForeignKey(
        ExpertProfile, verbose_name="lijkt op profiel", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    nomination = models.ForeignKey(
        Nomination, verbose_name="lijkt op voordracht", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="besloten door", null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    class Meta:
        ordering = ["pool_import", "number"]
        verbose_name = "rij van een import van mensen"
        verbose_name_plural = "rijen van imports van mensen"
        constraints = [
            models.UniqueConstraint(fields=["pool_import", "number"], name="pool_import_row_once"),
            models.CheckConstraint(condition=Q(fate__in=RowFate.values), name="pool_import_fate_known"),
        ]

    def __str__(self) -> str:
        return f"rij {self.number} van {self.pool_import}"

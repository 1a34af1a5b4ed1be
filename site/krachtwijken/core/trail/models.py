"""The table behind `core.audit`. The database itself refuses to change or delete a row."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models


class AuditRowsStayError(TypeError):
    """Somebody tried to change or delete an audit row."""


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AuditRowsStayError("Audit rows are never changed.")

    def delete(self) -> NoReturn:
        raise AuditRowsStayError("Audit rows are never deleted.")


class AuditEvent(models.Model):
    at = models.DateTimeField("wanneer", auto_now_add=True, db_index=True)
    # No cascade, and no constraint: the row outlives the account.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="wie",
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    action = models.CharField("wat", max_length=80)
    target_type = models.CharField("soort", max_length=80, blank=True)
    target_id = models.CharField("nummer", max_length=40, blank=True)
    data = models.JSONField("bijzonderheden", default=dict)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "regel in het logboek"
        verbose_name_plural = "logboek"
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_target")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target_type}:{self.target_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AuditRowsStayError("Audit rows are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AuditRowsStayError("Audit rows are never deleted.")

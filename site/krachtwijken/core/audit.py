"""The audit trail: who did what to what, when. Rows are added and never changed (bar S32, S33)."""

from typing import Any

from django.db import models, transaction

from krachtwijken.core.trail.models import AuditEvent


def record(
    *,
    actor: models.Model | None,
    action: str,
    target: models.Model | None,
    data: dict[str, Any] | None = None,
) -> AuditEvent:
    """Add one row, in the transaction of the change it tells about.

    `action` is `app.verb`; `data` holds codes and ids, never names, texts or addresses of people.
    """
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        # A row without its change, or the other way round, would be a lie.
        with transaction.atomic():
            return _add(actor, action, target, data)
    return _add(actor, action, target, data)


def _add(
    actor: models.Model | None, action: str, target: models.Model | None, data: dict[str, Any] | None
) -> AuditEvent:
    return AuditEvent.objects.create(
        actor_id=actor.pk if actor is not None else None,
        action=action,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        data=data or {},
    )


def events_of(target: models.Model) -> models.QuerySet[AuditEvent]:
    """The trail of one object, oldest first."""
    return AuditEvent.objects.filter(target_type=target._meta.label_lower, target_id=str(target.pk)).order_by(
        "pk"
    )

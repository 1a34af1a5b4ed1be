"""A centre gets its section in the transaction that makes its page, wherever that happens."""

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_save

from knowledge.centres.services import set_up_section
from knowledge.models import CentrePage


def make_section(
    instance: CentrePage, raw: bool = False, update_fields: Collection[str] | None = None, **_signal: Any
) -> None:
    """Also when the page is given to another organisation."""
    # Rows that come from a file bring their section along.
    if raw or (update_fields is not None and "organisation" not in update_fields):
        return
    set_up_section(instance)


def watch_centres() -> None:
    """Repeatable: called once by AppConfig.ready()."""
    post_save.connect(make_section, sender=CentrePage, dispatch_uid="knowledge.centre_section")

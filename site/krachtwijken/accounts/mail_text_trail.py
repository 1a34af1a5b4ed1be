"""Another text of a mail is a line in the audit trail, with who changed it. Heard at the table, so in the same transaction
wherever the change comes from. The words themselves stand in the history of the content management."""

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_delete, post_save

from krachtwijken.accounts.acting import current_actor
from krachtwijken.core.audit import record
from krachtwijken.core.models import MailText

WORDS = frozenset({"subject", "body"})


def note_mail_text(
    instance: MailText, raw: bool = False, update_fields: Collection[str] | None = None, **_signal: Any
) -> None:
    if raw or (update_fields is not None and not WORDS & set(update_fields)):
        return
    record(actor=current_actor(), action="mail_text.changed", target=instance, data={"mail": instance.key})


def note_mail_text_taken_back(instance: MailText, **_signal: Any) -> None:
    record(actor=current_actor(), action="mail_text.taken_back", target=instance, data={"mail": instance.key})


def watch_mail_texts() -> None:
    """Repeatable: called once by AppConfig.ready()."""
    post_save.connect(note_mail_text, sender=MailText, dispatch_uid="accounts.mail_text_changed")
    post_delete.connect(
        note_mail_text_taken_back, sender=MailText, dispatch_uid="accounts.mail_text_taken_back"
    )

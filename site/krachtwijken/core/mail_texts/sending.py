"""The text of beheer where there is one that works. Read anew for every mail: no process holds an old one."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone

from krachtwijken.core.log_values import told_error
from krachtwijken.core.mail_texts.models import MailText
from krachtwijken.core.mail_texts.packaged import site_mails, template_of
from krachtwijken.core.mail_texts.rendering import fill_mail

log = structlog.get_logger(__name__)


def edited_mail(template: str, context: Mapping[str, Any]) -> tuple[str, str] | None:
    """Subject and body; None where the text of the site holds: nobody changed it, or what was made of it fails."""
    mail = next((mail for key, mail in site_mails().items() if template_of(key) == template), None)
    text = MailText.objects.filter(key=mail.key).first() if mail is not None else None
    if mail is None or text is None:
        return None
    try:
        return fill_mail(mail, text.subject, text.body, context)
    except Exception as error:  # noqa: BLE001 - whatever a text does, the mail leaves
        log.warning("mail_text_failed", mail=mail.key, error=told_error(error))
        # Afterwards: mails that fail together would wait for each other's row.
        transaction.on_commit(partial(_note_failure, text), robust=True)
        return None


def _note_failure(text: MailText) -> None:
    """The first time only, and not for a text that was changed since."""
    same = MailText.objects.filter(pk=text.pk, subject=text.subject, body=text.body, failed_at=None)
    same.update(failed_at=timezone.now())

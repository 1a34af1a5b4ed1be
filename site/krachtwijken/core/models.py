"""Every table of the core, gathered for Django."""

from krachtwijken.core.mail_texts.models import MailText
from krachtwijken.core.outbox.models import MailMessage, NightlyRun, OutboxRow
from krachtwijken.core.programme.models import ProgrammeContact
from krachtwijken.core.reference.models import Gemeente, Organisation, ProblemLabel, Theme, Wijk
from krachtwijken.core.trail.models import AuditEvent

__all__ = [
    "AuditEvent",
    "Gemeente",
    "MailMessage",
    "MailText",
    "NightlyRun",
    "Organisation",
    "OutboxRow",
    "ProblemLabel",
    "ProgrammeContact",
    "Theme",
    "Wijk",
]

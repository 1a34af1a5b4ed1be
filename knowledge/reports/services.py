"""Keep a report, tell the redactie, settle it, forget it."""

from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from knowledge.reports.models import Report, ReportKind
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.rules import is_redactie
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.core import audit, retention
from krachtwijken.core.mail import queue_mail

SETTLED_KEPT = timedelta(days=90)
KEPT = timedelta(days=365)
log = structlog.get_logger(__name__)


@transaction.atomic
def add_report(*, kind: ReportKind, page: Page | None, answers: dict[str, Any]) -> Report:
    """Not repeatable: said twice is two reports."""
    report = Report.objects.create(kind=kind, page=page, **answers)
    audit.record(actor=None, action="knowledge.reported", target=report, data={"kind": kind.value})
    people = list(users_with_role(Role.REDACTIE)) or list(users_with_role(Role.BEHEER))
    if not people:
        log.error("mail_without_receiver", what="redactie")
    context = {"kind": str(kind.label), "url": f"{settings.BASE_URL}{reverse('knowledge:report_list')}"}
    for person in people:
        key = f"report:{report.pk}:{person.pk}"
        queue_mail(to=person.email, template="mail/report_new.txt", context=context, key=key)
    return report


@transaction.atomic
def settle_report(*, report: Report, actor: User) -> None:
    """Repeatable."""
    if not is_redactie(actor):
        raise PermissionDenied
    changed = Report.objects.filter(pk=report.pk, settled_at=None).update(
        settled_at=timezone.now(), settled_by=actor
    )
    if changed:
        audit.record(actor=actor, action="knowledge.report_settled", target=report)


@retention.register_rule("knowledge.reports")
def forget_reports() -> int:
    """Repeatable."""
    now = timezone.now()
    old = Q(settled_at__lt=now - SETTLED_KEPT) | Q(created_at__lt=now - KEPT)
    return Report.objects.filter(old).delete()[0]

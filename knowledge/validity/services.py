"""Begin the term of a case, confirm it, and remind its owner."""

from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from knowledge.centres.rules import edits_everywhere
from knowledge.models import CasePage
from knowledge.validity.models import CaseValidity, ConfirmedAs
from knowledge.validity.rules import may_confirm, moment_due, valid_until
from knowledge.validity.selectors import owners_of, rows_to_remind
from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.mail import queue_mail
from krachtwijken.core.one_by_one import run_one_by_one

AT_ONCE = 500


@transaction.atomic
def start_term(*, case: CasePage) -> CaseValidity:
    """Repeatable: a term that runs stays, also when the page is published again."""
    today = timezone.localdate()
    return CaseValidity.objects.get_or_create(page_id=case.pk, defaults=_term(case, today))[0]


@transaction.atomic
def start_missing_terms() -> int:
    """Repeatable. For cases of before there were terms: from the day on which they were last published."""
    cases = CasePage.objects.live().filter(validity=None).order_by("pk")[:AT_ONCE]
    rows = [
        CaseValidity(page_id=case.pk, **_term(case, timezone.localdate(case.last_published_at)))
        for case in cases
        if case.last_published_at is not None
    ]
    return len(CaseValidity.objects.bulk_create(rows, ignore_conflicts=True))


@transaction.atomic
def confirm_case(*, case: CasePage, actor: User) -> CaseValidity:
    """Repeatable: confirmed twice on a day is confirmed once."""
    if not may_confirm(actor, case):
        raise PermissionDenied
    start_term(case=case)
    row = CaseValidity.objects.select_for_update().get(page_id=case.pk)
    role = ConfirmedAs.EDITORS if edits_everywhere(actor) else ConfirmedAs.OWNER
    today = timezone.localdate()
    term = _term(case, today) | {"confirmed_as": role}
    if all(getattr(row, name) == value for name, value in term.items()):
        return row
    for name, value in term.items():
        setattr(row, name, value)
    row.save(update_fields=list(term))
    audit.record(actor=actor, action="knowledge.case_confirmed", target=case, data={"as": role.value})
    return row


def tell_owners() -> int:
    """Repeatable: a moment is told once to each. A case each, so that one that fails leaves the others. Returns of how many cases
    somebody is told."""
    waiting = rows_to_remind().order_by("pk").values_list("pk", flat=True)
    return run_one_by_one(waiting, lambda pk: tell_owners_of(pk=pk), name="knowledge.validity")


@transaction.atomic
def tell_owners_of(*, pk: int) -> bool:
    """Repeatable. What is due for this case, if anything, and if there is anybody to tell."""
    row = rows_to_remind().select_for_update(of=("self",)).filter(pk=pk).first()
    moment = moment_due(timezone.localdate(), row.valid_until) if row is not None else None
    if row is None or moment is None:
        return False
    people = owners_of(row.page)
    for person in people:
        _remind(row, moment, person)
    return bool(people)


def _remind(row: CaseValidity, moment: int, person: User) -> None:
    queue_mail(
        to=person.email,
        template="mail/validity_reminder.txt",
        context={
            "title": row.page.title,
            "day": row.valid_until,
            "lapsed": moment > 0,
            "url": f"{settings.BASE_URL}{reverse('knowledge:validity')}",
        },
        key=f"knowledge.validity:{row.page_id}:{row.valid_until}:{moment}:{person.pk}",
    )


def _term(case: CasePage, day: date) -> dict[str, object]:
    return {"confirmed_on": day, "valid_until": valid_until(case, day)}

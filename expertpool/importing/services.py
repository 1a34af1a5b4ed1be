"""Keep a list that was read, ask its people one by one, decide on who looks like somebody else, forget it all."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from expertpool.admission.services import nominate
from expertpool.alliance.asking import note_ask
from expertpool.importing.known import KnownPeople, digest_of_address
from expertpool.importing.rows import PersonRow, faults_in_headings, people_in
from expertpool.importing.rules import may_handle_import, may_import_people, reads_fates
from expertpool.importing.selectors import plan_row
from expertpool.models import (
    NominatedBy,
    Nomination,
    NominationState,
    PoolImport,
    PoolImportRow,
    PoolImportState,
    RowFate,
)
from krachtwijken.accounts.models import User
from krachtwijken.core import audit, retention
from krachtwijken.core.models import Organisation
from krachtwijken.core.sheets.table import Table

FILE_KEPT, REPORT_KEPT = timedelta(days=3), timedelta(days=90)
WHY_FROM_A_LIST = "Stond op een lijst van mensen die dit werk doen."
# What a person finds filled in on the page that asks for consent.
PREFILLED = (
    "summary", "about", "levels", "roles", "themes", "provinces", "languages", "origin", "days_per_month", "area",
)  # fmt: skip


class NotToDecideError(ValueError):
    """Somebody else decided, or the row is gone."""


@transaction.atomic
def keep_pool_import(
    *, table: Table, file_name: str, actor: User, organisation: Organisation | None = None
) -> PoolImport:
    """Not repeatable: each call keeps the file once more, for three days, until somebody says yes. Asks nobody."""
    kept = PoolImport(
        actor=actor, organisation=organisation, file_name=file_name[-200:], table=table.as_json()
    )
    if not may_import_people(actor) or not may_handle_import(actor, kept):
        raise PermissionDenied
    kept.save()
    audit.record(actor=actor, action="pool_import.sent", target=kept, data={"rows": len(table.rows)})
    return kept


def run_pool_import(*, pool_import: PoolImport, actor: User) -> None:
    """Repeatable: goes on with the rows that were not had. Each row is a transaction; one with a fault stays out as a whole."""
    if not may_handle_import(actor, pool_import):
        raise PermissionDenied
    if pool_import.state == PoolImportState.DONE:
        return
    table = Table.from_json(pool_import.table)
    if faults_in_headings(table):
        return
    _begin(pool_import, actor)
    had = set(pool_import.lines.values_list("number", flat=True))
    known = KnownPeople()
    for person in people_in(table):
        if person.number not in had:
            take_person(pool_import=pool_import, person=person, known=known)
    _finish(pool_import, actor)


@transaction.atomic
def take_person(*, pool_import: PoolImport, person: PersonRow, known: KnownPeople | None = None) -> None:
    """Repeatable: a row is had once. Asks for consent, or waits for who decides; the profile comes with the person's yes."""
    locked = PoolImport.objects.select_for_update(of=("self",)).get(pk=pool_import.pk)
    if locked.lines.filter(number=person.number).exists():
        return
    planned = plan_row(person, known or KnownPeople())
    line = PoolImportRow(
        pool_import=locked, number=person.number, fate=planned.fate,
        faults=[(fault.column, fault.message) for fault in person.faults],
        digest=digest_of_address(person.email) if person.email else "",
    )  # fmt: skip
    if planned.fate == RowFate.LOOKS_LIKE and planned.like is not None:
        line.values = person.values
        line.profile_id, line.nomination_id = planned.like.profile, planned.like.nomination
    if planned.fate == RowFate.NEW:
        _ask(person.values, locked.organisation)
        line.fate = RowFate.ASKED
    line.save()
    if planned.fate != RowFate.WRONG and locked.organisation is not None:
        note_ask(organisation=locked.organisation, email=person.email, title=person.title)


@transaction.atomic
def settle_double(*, row: PoolImportRow, actor: User, is_same: bool) -> None:
    """One decision. The same: nobody is asked twice, and an open nomination takes along what it did not know. Another: asked."""
    if not reads_fates(actor):
        raise PermissionDenied
    fresh = (
        PoolImportRow.objects.select_for_update(of=("self",))
        .select_related("pool_import__organisation")
        .filter(pk=row.pk, fate=RowFate.LOOKS_LIKE)
        .first()
    )
    if fresh is None:
        raise NotToDecideError
    if is_same:
        _complete(fresh)
    else:
        _ask(fresh.values, fresh.pool_import.organisation)
    fresh.fate = RowFate.SAME if is_same else RowFate.ASKED
    fresh.values, fresh.decided_by = {}, actor
    fresh.save(update_fields=["fate", "values", "decided_by"])
    audit.record(actor=actor, action="pool_import.double_settled", target=fresh, data={"same": is_same})


@transaction.atomic
def drop_pool_import(*, pool_import: PoolImport, actor: User) -> bool:
    """Repeatable. Of a list that nobody said yes to; of one that is being taken in, or was, nothing happens: False."""
    if not may_handle_import(actor, pool_import):
        raise PermissionDenied
    waiting = PoolImport.objects.select_for_update(of=("self",)).filter(
        pk=pool_import.pk, state=PoolImportState.CHECKED
    )
    fresh = waiting.first()
    if fresh is None:
        return False
    audit.record(actor=actor, action="pool_import.dropped", target=fresh)
    fresh.delete()
    return True


@retention.register_rule("expertpool.imports")
@transaction.atomic
def forget_pool_imports() -> int:
    """Repeatable. A list that nobody took in goes after three days, a report and what waits in it after ninety. Of one that broke
    off, and that nobody took up again, the file goes after three days too: its report says how far it came."""
    now = timezone.now()
    broken = PoolImport.objects.filter(state=PoolImportState.RUNNING, created_at__lt=now - FILE_KEPT)
    ended = broken.update(state=PoolImportState.DONE, table={})
    unused = PoolImport.objects.filter(state=PoolImportState.CHECKED, created_at__lt=now - FILE_KEPT)
    old = PoolImport.objects.filter(created_at__lt=now - REPORT_KEPT)
    return ended + unused.delete()[0] + old.delete()[0]


def _begin(pool_import: PoolImport, actor: User) -> None:
    with transaction.atomic():
        waiting = PoolImport.objects.filter(pk=pool_import.pk, state=PoolImportState.CHECKED)
        if waiting.update(state=PoolImportState.RUNNING):
            audit.record(actor=actor, action="pool_import.confirmed", target=pool_import)


def _finish(pool_import: PoolImport, actor: User) -> None:
    with transaction.atomic():
        running = PoolImport.objects.filter(pk=pool_import.pk, state=PoolImportState.RUNNING)
        if running.update(state=PoolImportState.DONE, table={}):
            data = {fate.value: pool_import.lines.filter(fate=fate).count() for fate in RowFate}
            audit.record(actor=actor, action="pool_import.finished", target=pool_import, data=data)


def _ask(values: dict[str, Any], organisation: Organisation | None) -> None:
    nominate(
        email=values["email"], title=values["title"], why=WHY_FROM_A_LIST, by=NominatedBy.ORGANISATION,
        organisation=organisation, name=values["name"],
        prefill={name: values[name] for name in PREFILLED if name in values},
    )  # fmt: skip


def _complete(row: PoolImportRow) -> None:
    if row.nomination_id is None:
        return
    waiting = Nomination.objects.select_for_update(of=("self",)).filter(
        pk=row.nomination_id, state=NominationState.NOMINATED
    )
    nomination = waiting.first()
    # Answered meanwhile: what was filled in beforehand went with the answer.
    if nomination is None:
        return
    more = {name: row.values[name] for name in PREFILLED if name in row.values}
    nomination.prefill = {**more, **nomination.prefill}
    nomination.save(update_fields=["prefill"])

"""Look through a file, take it in row by row, forget it. Each row is one transaction: its page, its identity, its place in
review, its line in the report and its line in the audit trail, or none of these."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from knowledge.importing.building import faults_of, fill_page, page_of, set_relations
from knowledge.importing.enums import Fate, ImportState
from knowledge.importing.fates import Plan, Planner, digest_of, match_key_of
from knowledge.importing.models import (
    FILE_KEPT,
    REPORT_KEPT,
    CaseImport,
    CaseImportRow,
    ImportedCase,
)
from knowledge.importing.rules import may_import_into
from knowledge.importing.telling import tell_reviewers
from knowledge.models import CasePage, CentrePage
from knowledge.review_mail.silence import without_review_mail
from krachtwijken.accounts.acting import acting_as
from krachtwijken.accounts.models import User
from krachtwijken.core import audit, outbox, retention
from krachtwijken.core.sheets.layout import Fault
from krachtwijken.core.sheets.table import SheetRow, Table

TOPIC = "knowledge.import_step"
# So many rows are done while somebody waits for the page.
MOST_AT_ONCE = 100
# Of a longer file a worker does so many, and lets others have a turn.
STEP = 50
NOT_ALLOWED_ANYMORE = "U mag bij dit kenniscentrum geen praktijken meer toevoegen."


@transaction.atomic
def start_import(*, table: Table, centre: CentrePage, file_name: str, actor: User) -> CaseImport:
    """Not repeatable: each call keeps the file once more, until it is confirmed or its term is over. Nothing else is
    kept; what will become of each row is looked at now, or by a worker when there are many."""
    _check_actor(actor, centre)
    case_import = _keep(table, centre, file_name, actor, ImportState.CHECKING)
    audit.record(
        actor=actor,
        action="import.sent",
        target=case_import,
        data={"rows": len(table.rows), "centre": centre.pk},
    )
    _go_on(case_import)
    return case_import


@transaction.atomic
def confirm_import(*, case_import: CaseImport, actor: User) -> bool:
    """Repeatable: gives False when somebody confirmed it already, or when it is not looked through yet."""
    _check_actor(actor, case_import.centre)
    waiting = CaseImport.objects.filter(pk=case_import.pk, state=ImportState.CHECKED)
    # Whoever confirms it is who imports it.
    if not waiting.update(state=ImportState.RUNNING, actor=actor):
        return False
    audit.record(actor=actor, action="import.confirmed", target=case_import)
    _go_on(CaseImport.objects.get(pk=case_import.pk))
    return True


@transaction.atomic
def drop_import(*, case_import: CaseImport, actor: User) -> bool:
    """Repeatable. Throws away a file that was not confirmed; one that runs or is done stays, which gives False."""
    _check_actor(actor, case_import.centre)
    waiting = CaseImport.objects.filter(
        pk=case_import.pk, state__in=(ImportState.CHECKING, ImportState.CHECKED)
    )
    # Locked: somebody else may be confirming it now.
    if waiting.select_for_update().first() is None:
        return False
    audit.record(actor=actor, action="import.dropped", target=case_import)
    waiting.delete()
    return True


def take_table(*, table: Table, centre: CentrePage, file_name: str) -> tuple[CaseImport, list[Fault]]:
    """Repeatable, as every import is: from the command line, at once, with nobody named in the trail. Gives the faults of
    the rows as whoever waits for them may see them once, with what they quote."""
    with transaction.atomic():
        case_import = _keep(table, centre, file_name, None, ImportState.RUNNING)
        data = {"rows": len(table.rows), "centre": centre.pk}
        audit.record(actor=None, action="import.confirmed", target=case_import, data=data)
    planner = Planner(table, centre)
    faults = planner.heading_faults or _take_rows(case_import, planner, table.rows)
    _finish(case_import)
    return CaseImport.objects.get(pk=case_import.pk), faults


def run_step(*, pk: int) -> None:
    """Repeatable: goes on with the first rows that were not had yet. Another step is asked for when there are more."""
    case_import = CaseImport.objects.select_related("centre__organisation", "actor").filter(pk=pk).first()
    if case_import is None or case_import.state not in (ImportState.CHECKING, ImportState.RUNNING):
        return
    table = Table.from_json(case_import.table)
    had = case_import.lines.filter(done=case_import.state == ImportState.RUNNING)
    numbers = set(had.values_list("number", flat=True))
    rows = [row for row in table.rows if row.number not in numbers]
    step = rows if len(table.rows) <= MOST_AT_ONCE else rows[:STEP]
    planner = Planner(table, case_import.centre)
    if case_import.state == ImportState.CHECKING:
        _look_at(case_import, planner, step)
    elif case_import.actor is not None and may_import_into(case_import.actor, case_import.centre):
        _take_rows(case_import, planner, step)
    else:
        _leave_rows(case_import, rows)
        step = rows
    if len(step) < len(rows):
        outbox.enqueue(TOPIC, {"import": pk}, key=str(pk))
    elif case_import.state == ImportState.RUNNING:
        _finish(case_import)
    else:
        CaseImport.objects.filter(pk=pk, state=ImportState.CHECKING).update(state=ImportState.CHECKED)


@retention.register_rule("knowledge.imports")
@transaction.atomic
def forget_imports() -> int:
    """Repeatable. Files that nobody confirmed go after three days, reports after ninety."""
    now = timezone.now()
    waiting = (ImportState.CHECKING, ImportState.CHECKED)
    gone = CaseImport.objects.filter(state__in=waiting, created_at__lt=now - FILE_KEPT) | (
        CaseImport.objects.filter(created_at__lt=now - REPORT_KEPT)
    )
    number = gone.count()
    gone.delete()
    return number


def _check_actor(actor: User, centre: CentrePage) -> None:
    if not may_import_into(actor, centre):
        raise PermissionDenied


def _keep(
    table: Table, centre: CentrePage, file_name: str, actor: User | None, state: ImportState
) -> CaseImport:
    return CaseImport.objects.create(
        centre=centre, actor=actor, file_name=file_name[-200:], state=state, table=table.as_json(),
        row_count=len(table.rows),
    )  # fmt: skip


def _go_on(case_import: CaseImport) -> None:
    if case_import.row_count <= MOST_AT_ONCE:
        run_step(pk=case_import.pk)
    else:
        outbox.enqueue(TOPIC, {"import": case_import.pk}, key=str(case_import.pk))


def _look_at(case_import: CaseImport, planner: Planner, rows: list[SheetRow]) -> None:
    lines = [
        _line(case_import, plan, faults=[[fault.column, fault.told] for fault in plan.faults])
        for plan in planner.plans(rows)
    ]
    CaseImportRow.objects.bulk_create(lines, ignore_conflicts=True)


def _line(
    case_import: CaseImport, plan: Plan, *, faults: list[list[str]], done: bool = False
) -> CaseImportRow:
    return CaseImportRow(
        case_import=case_import, number=plan.row.number, title=plan.row.title[:255], fate=plan.fate,
        reason=plan.reason, faults=faults, page=plan.page, done=done,
    )  # fmt: skip


def _take_rows(case_import: CaseImport, planner: Planner, rows: list[SheetRow]) -> list[Fault]:
    faults: list[Fault] = []
    with acting_as(case_import.actor), without_review_mail():
        for row in rows:
            with transaction.atomic():
                # One row at a time in a section: a second import waits, and then sees what the first one made.
                Page.objects.select_for_update().get(pk=case_import.centre_id)
                if case_import.lines.filter(number=row.number, done=True).exists():
                    # A worker that was given up on was only slow.
                    continue
                plan = _taken(case_import, planner.plan(row))
                _keep_line(case_import, plan)
            faults += plan.faults
    return faults


def _taken(case_import: CaseImport, plan: Plan) -> Plan:
    """The plan as it came out: what a page does not accept after all is a fault, and nothing of it stays."""
    if plan.fate not in (Fate.CREATE, Fate.UPDATE):
        return plan
    try:
        with transaction.atomic():
            page = _create(case_import, plan) if plan.page is None else _update(case_import, plan)
    except ValidationError as error:
        owner = case_import.centre.organisation
        faults = faults_of(error, page_of(plan.row, owner=owner), plan.row)
        return Plan(plan.row, Fate.FAULT, faults=tuple(faults))
    return Plan(plan.row, plan.fate, page=page)


def _create(case_import: CaseImport, plan: Plan) -> CasePage:
    actor, organisation = case_import.actor, case_import.centre.organisation
    page = page_of(plan.row, owner=organisation)
    page.live, page.has_unpublished_changes, page.owner = False, True, actor
    CentrePage.objects.get(pk=case_import.centre_id).add_child(instance=page)
    set_relations(page, plan.row)
    revision = page.save_revision(user=actor, log_action="wagtail.create")
    ImportedCase.objects.create(
        page_id=page.pk, organisation=organisation, source_id=plan.row.source_id, last_import=case_import,
        match_key=match_key_of(plan.row), row_digest=digest_of(plan.row), revision_number=revision.pk,
    )  # fmt: skip
    _submit(page, actor)
    _note(case_import, plan, page, "import.case_created")
    return page


def _update(case_import: CaseImport, plan: Plan) -> CasePage:
    """A new version of a page that nobody touched; what is published stays as it is until the review is done."""
    assert plan.page is not None and plan.record is not None  # noqa: S101, PT018 - an update has both
    page = plan.page.get_latest_revision_as_object()
    fill_page(page, plan.row, owner=case_import.centre.organisation)
    set_relations(page, plan.row)
    revision = page.save_revision(user=case_import.actor, log_action=True)
    record = plan.record
    record.source_id = plan.row.source_id or record.source_id
    record.match_key, record.row_digest = match_key_of(plan.row), digest_of(plan.row)
    record.revision_number, record.last_import = revision.pk, case_import
    record.save()
    _submit(page, case_import.actor)
    _note(case_import, plan, page, "import.case_updated")
    return page


def _submit(page: CasePage, actor: User | None) -> None:
    """Into the review of this section, where it has one; what waits there already stays in its place."""
    workflow, state = page.get_workflow(), page.current_workflow_state
    if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(actor)
    elif state is None and workflow is not None:
        workflow.start(page, actor)


def _note(case_import: CaseImport, plan: Plan, page: CasePage, action: str) -> None:
    data = {"import": case_import.pk, "row": plan.row.number}
    audit.record(actor=case_import.actor, action=action, target=Page(pk=page.pk), data=data)


def _keep_line(case_import: CaseImport, plan: Plan) -> None:
    """Without what was quoted from a cell: the report outlives the file."""
    line = _line(
        case_import, plan, faults=[[fault.column, fault.message] for fault in plan.faults], done=True
    )
    kept = ("title", "fate", "reason", "faults", "page", "done")
    values = {name: getattr(line, name) for name in kept}
    CaseImportRow.objects.update_or_create(case_import=case_import, number=line.number, defaults=values)


@transaction.atomic
def _leave_rows(case_import: CaseImport, rows: list[SheetRow]) -> None:
    """The rights were taken back, or the account was closed, while the file was being taken in."""
    lines = case_import.lines.filter(number__in=[row.number for row in rows], done=False)
    lines.update(fate=Fate.SKIP, reason=NOT_ALLOWED_ANYMORE, faults=[], done=True)


@transaction.atomic
def _finish(case_import: CaseImport) -> None:
    now = timezone.now()
    running = CaseImport.objects.filter(pk=case_import.pk, state=ImportState.RUNNING)
    if not running.update(state=ImportState.DONE, finished_at=now, table={}):
        return
    counts = {fate.value: case_import.lines.filter(fate=fate).count() for fate in Fate}
    audit.record(actor=case_import.actor, action="import.finished", target=case_import, data=counts)
    tell_reviewers(case_import, in_review=counts[Fate.CREATE] + counts[Fate.UPDATE])

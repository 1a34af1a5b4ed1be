"""Imports, and rows that wait for a decision."""

from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from expertpool.importing.known import KnownPeople, KnownPerson
from expertpool.importing.rows import PersonRow, faults_in_headings, people_in
from expertpool.importing.rules import may_import_people, reads_fates
from expertpool.models import PoolImport, PoolImportRow, PoolImportState, RowFate
from krachtwijken.accounts.selectors import alliance_of
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.sheets.layout import Fault
from krachtwijken.core.sheets.table import Table


@dataclass(frozen=True)
class PlannedRow:
    person: PersonRow
    fate: RowFate
    like: KnownPerson | None = None


@dataclass(frozen=True)
class ImportPlan:
    """What would happen to each row if somebody said yes now."""

    heading_faults: list[Fault] = field(default_factory=list)
    rows: list[PlannedRow] = field(default_factory=list)

    @property
    def faults(self) -> list[Fault]:
        return [*self.heading_faults, *(fault for row in self.rows for fault in row.person.faults)]

    def count(self, *fates: RowFate) -> int:
        return sum(row.fate in fates for row in self.rows)


def plan_of(table: Table) -> ImportPlan:
    """Reads, changes nothing."""
    if faults := faults_in_headings(table):
        return ImportPlan(faults)
    known = KnownPeople()
    return ImportPlan(rows=[plan_row(person, known) for person in people_in(table)])


def plan_row(person: PersonRow, known: KnownPeople) -> PlannedRow:
    if person.faults:
        return PlannedRow(person, RowFate.WRONG)
    name = str(person.values["name"])
    if known.knows(person.email):
        return PlannedRow(person, RowFate.KNOWN)
    like = known.looks_like(name, person.email)
    known.add(name, person.email, row=person.number)
    return PlannedRow(person, RowFate.LOOKS_LIKE if like else RowFate.NEW, like)


def pool_imports_of(viewer: Viewer) -> QuerySet[PoolImport]:
    if not may_import_people(viewer):
        return PoolImport.objects.none()
    programme = Q(organisation=None) if reads_fates(viewer) else Q(pk__in=())
    return PoolImport.objects.filter(programme | Q(organisation__in=alliance_of(viewer))).select_related(
        "organisation"
    )


def lists_taken_in(viewer: Viewer) -> QuerySet[PoolImport]:
    """For an organisation: its lists, each with `on_list`, the rows without a fault, and nothing of who was known already."""
    right = Count("lines", filter=~Q(lines__fate=RowFate.WRONG))
    mine = PoolImport.objects.filter(state=PoolImportState.DONE, organisation__in=alliance_of(viewer))
    return mine.annotate(on_list=right).order_by("-created_at", "-pk")


def possible_doubles(viewer: Viewer) -> QuerySet[PoolImportRow]:
    """Of every import, for who decides."""
    rows = PoolImportRow.objects.filter(fate=RowFate.LOOKS_LIKE)
    if not reads_fates(viewer):
        return rows.none()
    return rows.select_related("profile", "nomination", "pool_import__organisation")

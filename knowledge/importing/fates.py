"""What becomes of each row, decided against what is there now: before anything is kept, and again while it is."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q

from knowledge.importing.building import field_faults
from knowledge.importing.columns import BY_FIELD
from knowledge.importing.enums import Fate
from knowledge.importing.models import ImportedCase
from knowledge.importing.references import References
from knowledge.importing.rows import CaseRow, identity_of, layout_of, read_row
from knowledge.models import CasePage, CentrePage
from krachtwijken.core.sheets.layout import Fault
from krachtwijken.core.sheets.table import SheetRow, Table
from krachtwijken.core.text import clean_line

BESIDE_THE_PAGE = frozenset({"source_id", "gemeente"})
DOUBLE_ID = "Dit bron-id staat ook in rij {row}."
DOUBLE_TITLE = "Deze titel staat met dezelfde wijken ook in rij {row}. Geef elke praktijk een eigen bron-id."
EDITED = "De pagina is na de import met de hand veranderd. Wij laten haar zo."
SAME = "Er is niets veranderd sinds de vorige import."
BY_HAND = "Er is al een praktijk met deze titel die niet uit een import komt. Wij laten haar zo."
LOCKED = "De pagina staat op slot. Wij laten haar zo."
MOVED = "De pagina staat niet meer bij dit kenniscentrum. Wij laten haar zo."
KIND_CHANGED = (
    "Deze praktijk is eerder ingelezen als een andere soort. Zet de soort terug, of geef een nieuw bron-id."
)


@dataclass(frozen=True)
class Plan:
    """One row with its fate. `page` is the page that is there already; `reason` says why a row is skipped."""

    row: CaseRow
    fate: Fate
    reason: str = ""
    faults: tuple[Fault, ...] = ()
    page: CasePage | None = None
    record: ImportedCase | None = None


class Planner:
    """For one file and one centre. Reads what rows refer to once."""

    def __init__(self, table: Table, centre: CentrePage) -> None:
        self.table, self.centre = table, centre
        self.layout = layout_of(table)
        self.references = References()
        self.doubles = {} if self.layout.faults else dict(self._find_doubles())

    @property
    def heading_faults(self) -> list[Fault]:
        return self.layout.faults

    def plans(self, rows: Iterable[SheetRow]) -> Iterator[Plan]:
        for row in rows:
            yield self.plan(row)

    def plan(self, row: SheetRow) -> Plan:
        read = read_row(row, self.layout, self.references)
        faults = [*read.faults]
        if row.number in self.doubles:
            faults.append(self.doubles[row.number])
        if not faults:
            faults = field_faults(read, owner=self.centre.organisation)
        if faults:
            return Plan(read, Fate.FAULT, faults=tuple(faults))
        return decide(read, self.centre)

    def _find_doubles(self) -> Iterator[tuple[int, Fault]]:
        """The second of two rows that would become one page."""
        by_id: dict[str, int] = {}
        by_title: dict[str, list[tuple[str, int]]] = {}
        for row in self.table.rows:
            read = identity_of(row, self.layout, self.references)
            same_title = by_title.setdefault(match_key_of(read), [])
            twin = next((number for other, number in same_title if not (other and read.source_id)), None)
            if read.source_id and read.source_id in by_id:
                yield row.number, _double(row, "source_id", DOUBLE_ID, by_id[read.source_id])
            elif read.title and twin is not None:
                yield row.number, _double(row, "title", DOUBLE_TITLE, twin)
            by_id.setdefault(read.source_id, row.number)
            same_title.append((read.source_id, row.number))


def _double(row: SheetRow, name: str, message: str, other: int) -> Fault:
    return Fault(row.number, BY_FIELD[name].heading, message.format(row=other))


def decide(row: CaseRow, centre: CentrePage) -> Plan:
    """Of a row without faults. Under the lock of a running import this is what happens (knowledge/importing/services.py)."""
    record = record_of(row, centre)
    if record is None:
        if _made_by_hand(row, centre):
            return Plan(row, Fate.SKIP, BY_HAND)
        return Plan(row, Fate.CREATE)
    page = record.page.specific
    for reason, holds in (
        (MOVED, lambda: not page.is_descendant_of(centre)),
        (EDITED, lambda: page.latest_revision_id != record.revision_number),
        (SAME, lambda: record.row_digest == digest_of(row) and bool(record.source_id or not row.source_id)),
        (LOCKED, lambda: page.locked or page.scheduled_revision is not None),
        (KIND_CHANGED, lambda: (page.kind == "experiment") is not row.is_experiment),
    ):
        if holds():
            return Plan(row, Fate.SKIP, reason, page=page, record=record)
    return Plan(row, Fate.UPDATE, page=page, record=record)


def record_of(row: CaseRow, centre: CentrePage) -> ImportedCase | None:
    """By source id; else by title and wijken, where neither or only one of the two has an id."""
    own = (
        ImportedCase.objects.filter(organisation=centre.organisation_id).select_related("page").order_by("pk")
    )
    if row.source_id and (found := own.filter(source_id=row.source_id).first()):
        return found
    alike = own.filter(match_key=match_key_of(row))
    return (alike.filter(source_id="") if row.source_id else alike).first()


def _made_by_hand(row: CaseRow, centre: CentrePage) -> bool:
    """A page with this title in the section, in the same wijken, that no import wrote."""
    titled = CasePage.objects.child_of(centre).filter(
        Q(title__iexact=row.title) | Q(draft_title__iexact=row.title), imported=None
    )
    wanted = {wijk.pk for wijk in row.wijken}
    return any(
        wanted == {wijk.pk for wijk in page.get_latest_revision_as_object().wijken.all()}
        for page in titled.specific()
    )


def match_key_of(row: CaseRow) -> str:
    """Capitals and spaces do not count; accents do: they tell two titles apart."""
    title = clean_line(row.title, max_length=1000).casefold()
    return _digest([title, sorted(wijk.pk for wijk in row.wijken)])


def digest_of(row: CaseRow) -> str:
    """Of what goes into the page."""
    return _digest({name: _kept(value) for name, value in row.values.items() if name not in BESIDE_THE_PAGE})


def _kept(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_kept(item) for item in value]
    if isinstance(value, Model):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else value


def _digest(value: Any) -> str:
    return hashlib.sha256(
        json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()
    ).hexdigest()

"""From a row that was read to a page that is not saved yet."""

from html import escape
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import Page

from knowledge.importing.columns import BY_FIELD, COLUMNS
from knowledge.importing.rows import CaseRow
from knowledge.models import (
    CaseCondition,
    CaseOutcome,
    CasePage,
    CasePartner,
    CaseResearch,
    ExperimentPage,
    PracticePage,
)
from krachtwijken.core.models import Organisation
from krachtwijken.core.sheets.layout import Fault
from krachtwijken.core.text import PROSE, UnitKind, read_text

RELATIONS = ("themes", "problems", "wijken", "schemes")
# What is no field of the page, or is filled in beside the others.
APART = frozenset(
    {
        "source_id",
        "kind",
        "gemeente",
        "approach",
        "partners",
        "conditions",
        "outcomes",
        "researches",
        *RELATIONS,
    }
)
DEFAULT_HEADING = "De aanpak"
HEADING_MARK = "#"
LONGEST_HEADING = 120


def page_of(row: CaseRow, *, owner: Organisation) -> CasePage:
    page = (ExperimentPage if row.is_experiment else PracticePage)()
    fill_page(page, row, owner=owner)
    return page


def fill_page(page: CasePage, row: CaseRow, *, owner: Organisation) -> None:
    """What the columns of the file tell; an empty cell gives what a new page begins with, a column that is not there
    changes nothing. Relations to rows elsewhere are set by `set_relations`, when the page has a key."""
    values = row.values
    for name in [column.field for column in COLUMNS if column.field in values and column.field not in APART]:
        setattr(page, name, _value(page, name, values[name]))
    if page.owner_organisation is None:
        page.owner_organisation = owner
    page.approach = [("section", section) for section in sections_of(values.get("approach", ""))]
    if "partners" in values:
        page.partners = [CasePartner(organisation=name, role=role) for name, role in values["partners"]]
    if "conditions" in values:
        page.conditions = [CaseCondition(text=text, hard=hard) for text, hard in values["conditions"]]
    if "outcomes" in values:
        page.outcomes = [CaseOutcome(**told) for told in values["outcomes"]]
    if "researches" in values:
        page.researches = [CaseResearch(**told) for told in values["researches"]]


def set_relations(page: CasePage, row: CaseRow) -> None:
    """Of a page that was saved; kept at once, so that lists of drafts can be filtered."""
    for name in RELATIONS:
        if name in row.values:
            setattr(page, name, row.values[name])
            if not page.live:
                getattr(page, name).commit()


def field_faults(row: CaseRow, *, owner: Organisation) -> list[Fault]:
    """What the fields of the page say themselves; asked of a row that has no fault yet."""
    page = page_of(row, owner=owner)
    try:
        page.clean_fields(exclude=[*(field.name for field in Page._meta.fields), "page_ptr", "casepage_ptr"])
    except ValidationError as error:
        return faults_of(error, page, row)
    return []


def faults_of(error: ValidationError, page: CasePage, row: CaseRow) -> list[Fault]:
    return [
        Fault(row.number, _heading_of(name, page), " ".join(messages))
        for name, messages in (
            error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        ).items()
    ]


def _heading_of(name: str, page: CasePage) -> str:
    """A field that no column fills is called as in the form."""
    if name in BY_FIELD:
        return BY_FIELD[name].heading
    names = {field.name: str(getattr(field, "verbose_name", "")) for field in page._meta.get_fields()}
    return names.get(name, "")


def sections_of(text: str) -> list[dict[str, str]]:
    """A line that begins with # is a heading; what stands between is read as every text is: lines that belong together
    become one paragraph, points a list."""
    sections: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.lstrip().startswith(HEADING_MARK):
            sections.append((line.strip(" #")[:LONGEST_HEADING] or DEFAULT_HEADING, []))
        else:
            if not sections:
                sections.append((DEFAULT_HEADING, []))
            sections[-1][1].append(line)
    parts = [(heading, _rich("\n".join(lines))) for heading, lines in sections]
    return [
        {"heading": heading, "text": rich} for heading, rich in parts if rich or heading != DEFAULT_HEADING
    ]


def _rich(text: str) -> str:
    html: list[str] = []
    paragraph = -1
    for unit in (unit for unit in read_text(text).units if unit.kind in PROSE or unit.text.strip()):
        words = escape(unit.text.replace("\t", " "), quote=False)
        if unit.kind is UnitKind.BULLET:
            if html and html[-1].endswith("</ul>"):
                html[-1] = f"{html[-1].removesuffix('</ul>')}<li>{words}</li></ul>"
            else:
                html.append(f"<ul><li>{words}</li></ul>")
        elif unit.paragraph == paragraph and html and html[-1].endswith("</p>"):
            html[-1] = f"{html[-1].removesuffix('</p>')} {words}</p>"
        else:
            html.append(f"<p>{words}</p>")
        paragraph = unit.paragraph
    return "".join(html)


def _value(page: CasePage, name: str, value: Any) -> Any:
    """Nothing is what the field begins with."""
    return page._meta.get_field(name).get_default() if value is None or value == "" else value

"""`manage.py import_cases FILE --centre SLUG [--dry-run] --json`: cases from a sheet, as drafts in review."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.importing.checking import ImportReport, report_of_check, report_of_import, table_of
from knowledge.importing.rules import centre_named, working_centres
from knowledge.importing.template_file import make_template
from knowledge.models import CentrePage
from krachtwijken.core.sheets.layout import Fault
from krachtwijken.core.sheets.table import HEADING_ROW, FileRefusedError


class Command(BaseCommand):
    help = "Import cases from an XLSX or CSV file into the section of a centre. Repeatable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="An .xlsx or .csv file")
        parser.add_argument("--centre", metavar="SLUG", help="Where the cases go")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, keep nothing")
        parser.add_argument("--template", metavar="FILE", type=Path, help="Write the file to begin with")
        parser.add_argument("--centres", action="store_true", help="List what --centre takes")
        parser.add_argument("--json", action="store_true", help="One JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["centres"]:
            self._list_centres(as_json=options["json"])
        elif options["template"]:
            options["template"].write_bytes(make_template())
            self.stderr.write(f"{options['template']}: written")
        else:
            self._import(options)

    def _list_centres(self, *, as_json: bool) -> None:
        slugs = [centre.slug for centre in working_centres()]
        self.stdout.write(json.dumps({"centres": slugs}) if as_json else "\n".join(slugs))

    def _import(self, options: dict[str, Any]) -> None:
        if options["file"] is None or not options["centre"]:
            raise CommandError("Name a file and --centre SLUG; --centres lists them.")
        centre = centre_named(options["centre"])
        if centre is None:
            raise CommandError(f"There is no centre {options['centre']!r}; --centres lists them.")
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        report = _report(content, options["file"].name, centre, dry_run=options["dry_run"])
        self._tell(report, as_json=options["json"])

    def _tell(self, report: ImportReport, *, as_json: bool) -> None:
        """What is no part of the contract goes to the other stream, so that a tool can read this one."""
        for note in report.notes:
            self.stderr.write(note)
        for number, reason in report.skips:
            self.stderr.write(f"Rij {number}: {reason}")
        told = _as_json(report)
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for error in told["errors"]:
            self.stdout.write(f"Rij {error['row']}, {error['column'] or 'bestand'}: {error['message']}")
        names = {"rows": "rijen", "created": "nieuw", "updated": "bijgewerkt", "skipped": "overgeslagen"}
        self.stdout.write(", ".join(f"{told[key]} {name}" for key, name in names.items()))


def _report(content: bytes, file_name: str, centre: CentrePage, *, dry_run: bool) -> ImportReport:
    """A file that cannot be read is a report too: of no rows, with what to do about it."""
    try:
        table = table_of(content, file_name)
    except FileRefusedError as error:
        return ImportReport(errors=[Fault(HEADING_ROW, "", str(error))])
    return report_of_check(table, centre) if dry_run else report_of_import(table, centre, file_name)


def _as_json(report: ImportReport) -> dict[str, Any]:
    errors = [{"row": fault.row, "column": fault.column, "message": fault.told} for fault in report.errors]
    return {
        "rows": report.rows,
        "created": report.created,
        "updated": report.updated,
        "skipped": report.skipped,
        "errors": errors,
    }

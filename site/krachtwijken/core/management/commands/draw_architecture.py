"""`manage.py draw_architecture [--check]`: the picture of docs/architecture.md, from the imports as they are."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from krachtwijken.core.architecture.drawing import draw, structure, structure_drawn
from krachtwijken.core.architecture.rooms import read_building


class Command(BaseCommand):
    help = "Draw docs/img/architecture.svg. Repeatable: the same code gives the same picture."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing, fail when rooms or uses changed; sizes may lag",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "img" / "architecture.svg"
        building = read_building(settings.BASE_DIR)
        if not options["check"]:
            path.write_text(draw(building), encoding="utf-8")
        elif not path.is_file() or structure_drawn(path.read_text(encoding="utf-8")) != structure(building):
            raise CommandError("docs/img/architecture.svg is out of date: run `manage.py draw_architecture`.")

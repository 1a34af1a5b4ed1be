"""`manage.py draw_architecture [--check]`: the picture of docs/architecture.md, from the imports as they are."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from krachtwijken.core.architecture.drawing import draw
from krachtwijken.core.architecture.rooms import read_building


class Command(BaseCommand):
    help = "Draw docs/img/architecture.svg. Repeatable: the same code gives the same picture."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, fail when it is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "img" / "architecture.svg"
        picture = draw(read_building(settings.BASE_DIR))
        if not options["check"]:
            path.write_text(picture, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != picture:
            raise CommandError("docs/img/architecture.svg is out of date: run `manage.py draw_architecture`.")

"""`manage.py take_help_pictures --site http://127.0.0.1:8000`: the pictures of the handbook, from the running site."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from krachtwijken.core.handbook.pictures import take_pictures

FOLDER = Path(__file__).resolve().parents[5] / "static" / "img" / "help"


class Command(BaseCommand):
    help = "Take every picture of the handbook anew, of a site that runs with the example content."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--site", default="http://127.0.0.1:8000")
        parser.add_argument(
            "--password", default="", help="of the example accounts; else that of this checkout"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        browser = (
            shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        )
        if browser is None:
            raise CommandError("There is no Chromium on this machine.")
        kept = Path(settings.KRACHTWIJKEN_VAR) / "example-password"
        password = options["password"] or kept.read_text(encoding="utf-8").strip()
        FOLDER.mkdir(parents=True, exist_ok=True)
        taken = take_pictures(
            site=options["site"], password=password, browser=browser, folder=FOLDER, tell=self.stdout.write
        )
        self.stdout.write(f"{taken} pictures in {FOLDER.name}/")

"""A centre to import into, and the command as a tool calls it."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from knowledge.models import CentrePage
from tests.factories.pages import make_centre


@pytest.fixture
def centre(site_tree: Any) -> CentrePage:
    return make_centre("Bos en Hei")


@pytest.fixture
def import_file(centre: CentrePage, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """`import_file(content)` gives what the command prints; `dry_run`, `name` and `centre` may be told."""

    def run(content: bytes, *, name: str = "praktijken.xlsx", dry_run: bool = False, into: str = "") -> Any:
        path = tmp_path / name
        path.write_bytes(content)
        out = StringIO()
        call_command(
            "import_cases", str(path), centre=into or centre.slug, dry_run=dry_run, json=True, stdout=out,
            stderr=StringIO(),
        )  # fmt: skip
        return json.loads(out.getvalue())

    return run

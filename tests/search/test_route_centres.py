"""The command that names centres for problems from a file."""

import json
from pathlib import Path
from typing import Any

from django.core.management import call_command

from tests.factories.pages import make_centre


def test_command_names_public_codes_best_first_and_none_when_none_fits(
    site_tree: Any, tmp_path: Path
) -> None:
    for name, code, weight in (("Groen", "GROEN", 3), ("Stad", "STAD", 2), ("Naamloos", "", 3)):
        page = make_centre(name, WO12=weight)
        page.organisation.code = code
        page.organisation.save()
    problems, out = tmp_path / "problems.jsonl", tmp_path / "centres.jsonl"
    rows = [
        {"id": "a", "labels": ["WO12"]},
        {"id": "b", "labels": [{"code": "WO12", "score": 0.2}, {"code": "VE03", "score": 0.9}]},
        {"id": "c", "labels": []},
    ]
    problems.write_text("\n".join(map(json.dumps, rows)) + "\n\n", encoding="utf-8")
    call_command("route_centres", problems=problems, out=out)
    found = {row["id"]: row["centres"] for row in map(json.loads, out.read_text().splitlines())}
    assert [(centre["code"], centre["problem"]) for centre in found["a"]] == [
        ("GROEN", "WO12"),
        ("STAD", "WO12"),
    ]
    assert [centre["score"] for centre in found["a"]] == [0.9, 0.6]
    assert [centre["score"] for centre in found["b"]] == [0.18, 0.12]
    assert found["c"] == []

"""The command that measures."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from krachtwijken.core.management.commands import bench_intake


def test_bench_reports_what_it_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(bench_intake, "DOCUMENT", 3000)
    monkeypatch.setattr(bench_intake, "ROUNDS", 1)
    pasted = tmp_path / "pasted.txt"
    pasted.write_text("De wijk is arm.", encoding="utf-8")
    call_command("bench_intake", str(pasted), "--json")
    report = json.loads(capsys.readouterr().out)
    assert (report["texts"], report["characters"]) == (1, 15)
    assert report["ms_per_1000_characters"] > 0

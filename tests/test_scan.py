"""What .ci/run makes of the report of the scanner."""

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCAN = runpy.run_path(str(ROOT / ".ci" / "judge_scan.py"))
FOUND = {"method": "GET", "path": "/zoeken/", "parameter": "q", "info": "XSS via q"}


def report(*found: dict[str, Any], pages: int = SCAN["FEWEST_PAGES"]) -> dict[str, Any]:
    return {
        "vulnerabilities": {"Reflected Cross Site Scripting": list(found), "SQL Injection": []},
        "infos": {"crawled_pages_nbr": pages},
    }


def allow(**entry: str) -> list[dict[str, str]]:
    return [{"category": "Reflected Cross Site Scripting", "why": "a test", **entry}]


def test_scan_without_findings_passes() -> None:
    assert SCAN["judge"](report(), []) == []


def test_finding_that_nobody_explained_fails() -> None:
    (line,) = SCAN["judge"](report(FOUND), [])
    assert "/zoeken/ q: XSS via q" in line


@pytest.mark.parametrize(
    ("entry", "passes"),
    [({"path": "/zoeken/"}, True), ({"path": "/kennis/"}, False), ({"info": "CSP"}, False)],
)
def test_finding_is_explained_for_its_own_page_and_words_only(entry: dict[str, str], passes: bool) -> None:
    assert (SCAN["judge"](report(FOUND), allow(**entry)) == []) is passes


def test_crash_of_a_page_counts_too() -> None:
    crashed = {"anomalies": {"Internal Server Error": [FOUND]}, **report()}
    assert len(SCAN["judge"](crashed, [])) == 1


def test_scan_that_saw_too_little_fails() -> None:
    assert SCAN["judge"](report(pages=3), []) == ["only 3 pages were seen"]


def test_report_decides_how_the_scan_ends(tmp_path: Path) -> None:
    for name, found, code in (("good", (), 0), ("bad", (FOUND,), 1)):
        file = tmp_path / name
        file.write_text(json.dumps(report(*found)), encoding="utf-8")
        allowed = tmp_path / "allowed"
        allowed.write_text("[]", encoding="utf-8")
        assert SCAN["main"](str(file), str(allowed)) == code


def test_every_explanation_says_why() -> None:
    entries = json.loads((ROOT / ".ci" / "scan_allowed.json").read_text(encoding="utf-8"))
    assert all(entry["why"] and entry["category"] for entry in entries)

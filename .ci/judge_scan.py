"""Which findings of a scan nobody explained: `python .ci/judge_scan.py REPORT ALLOWED`. Exit code 1 when there are any, or
when the scan saw too little of the site to say something."""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

# With less it stood before a closed door.
FEWEST_PAGES = 40
# Wapiti calls these additional, anomalies and vulnerabilities; for us each is a finding.
PARTS = ("vulnerabilities", "anomalies", "additionals")


def findings(report: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (category, found)
        for part in PARTS
        for category, items in report.get(part, {}).items()
        for found in items
    ]


def is_allowed(category: str, found: dict[str, Any], allowed: list[dict[str, str]]) -> bool:
    """An entry names the category, and patterns that the whole path and the words of the finding begin with."""
    return any(
        entry["category"] == category
        and re.match(entry.get("path", ""), str(found.get("path", "")))
        and re.match(entry.get("info", ""), str(found.get("info", "")))
        for entry in allowed
    )


def judge(report: dict[str, Any], allowed: list[dict[str, str]]) -> list[str]:
    """What is wrong, a line each; empty when all is explained."""
    pages = int(report.get("infos", {}).get("crawled_pages_nbr", 0))
    wrong = [f"only {pages} pages were seen"] if pages < FEWEST_PAGES else []
    return wrong + [
        f"{category}: {found.get('method', '')} {found.get('path', '')} {found.get('parameter', '')}: {found.get('info', '')}"
        for category, found in findings(report)
        if not is_allowed(category, found, allowed)
    ]


def main(report_file: str, allowed_file: str) -> int:
    report = json.loads(Path(report_file).read_text(encoding="utf-8"))
    allowed = json.loads(Path(allowed_file).read_text(encoding="utf-8"))
    wrong = judge(report, allowed)
    counts = Counter(category for category, _ in findings(report))
    pages = report.get("infos", {}).get("crawled_pages_nbr", 0)
    print(f"wapiti: {pages} pages; findings: {dict(counts)}; not explained: {len(wrong)}")  # noqa: T201
    for line in wrong[:50]:
        print(line, file=sys.stderr)  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

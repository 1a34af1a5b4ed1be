"""What every service leaves behind: which columns, which lines in the trail and by whom, which mail and work for later.

The list is `written.json`. Whoever changes what a service writes changes its entry, by hand or with WRITE_WRITTEN=1, and
reads the difference: a line that is gone is a trail, a mail or a column that nobody keeps any more.
"""

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from krachtwijken.core.models import AuditEvent
from krachtwijken.core.outbox.models import MailMessage, OutboxRow
from tests.failing.registry import SCENARIOS, Scenario
from tests.failing.test_failure_at_each_statement import own_disk, rolled_back, table_names

__all__ = ["own_disk"]
LIST = Path(__file__).parent / "written.json"
IS_WRITTEN = bool(os.environ.get("WRITE_WRITTEN"))
# Told by what stands in them, or made by Wagtail and the cache from what is told already.
APART = {
    "core_auditevent", "core_outboxrow", "core_mailmessage", "wagtailcore_referenceindex", "django_cache",
    "django_content_type", "wagtailsearch_indexentry",
}  # fmt: skip
Rows = dict[str, dict[Any, dict[str, Any]]]


def expected() -> dict[str, Any]:
    return dict(json.loads(LIST.read_text(encoding="utf-8"))) if LIST.exists() else {}


def test_list_names_every_scenario_and_no_other() -> None:
    assert set(expected()) == set(SCENARIOS)


@pytest.mark.django_db
@pytest.mark.usefixtures("search_index", "own_disk")
@pytest.mark.parametrize("name", list(SCENARIOS))
def test_service_writes_what_the_list_says_and_nothing_else(name: str) -> None:
    found = what_is_written(SCENARIOS[name])
    if IS_WRITTEN:
        entries = dict(sorted({**expected(), name: found}.items()))
        LIST.write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == expected()[name]


def what_is_written(scenario: Scenario) -> dict[str, Any]:
    with rolled_back():
        call = scenario()
        # One that waits already would stand for the one that is asked for now.
        OutboxRow.objects.filter(topic="search.refresh").delete()
        before, trail, work, mail = rows(), last(AuditEvent), last(OutboxRow), last(MailMessage)
        gives = call()
        changed = differences(before, rows())
        return {
            "gives": type(gives).__name__,
            "rows": changed,
            "trail": sorted(map(line_of, AuditEvent.objects.filter(pk__gt=trail))),
            "work": sorted(
                f"{row.topic} {kind_of_key(row.key)}" for row in OutboxRow.objects.filter(pk__gt=work)
            ),
            "mail": sorted(
                f"{kind_of_key(row.key)}: {without_numbers(row.subject)}"
                for row in MailMessage.objects.filter(pk__gt=mail)
            ),
        }


def last(model: Any) -> int:
    newest = model.objects.order_by("-pk").values_list("pk", flat=True).first()
    return int(newest or 0)


def line_of(event: AuditEvent) -> str:
    who = "somebody" if event.actor_id else "nobody"
    return f"{event.action} by {who}, {event.target_type or 'no target'} {sorted(event.data)}"


def kind_of_key(key: str) -> str:
    """Behind it numbers and secrets follow, which differ each time."""
    return without_numbers(key.partition(":")[0])


def without_numbers(text: str) -> str:
    return re.sub(r"\d+", "N", text)


def rows() -> Rows:
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in table_names():
            if table not in APART:
                cursor.execute(f'SELECT * FROM "{table}"')
                names = [column[0] for column in cursor.description or ()]
                found[table] = {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}
    return found


def differences(before: Rows, after: Rows) -> dict[str, str]:
    """Per table how many rows came and went, and which columns of the others changed."""
    found = {}
    for table, now in after.items():
        old = before[table]
        came, went = len(now.keys() - old.keys()), len(old.keys() - now.keys())
        columns = Counter(
            name for key in now.keys() & old.keys() for name in now[key] if now[key][name] != old[key][name]
        )
        told = (
            [f"+{came}"] * bool(came) + [f"-{went}"] * bool(went) + [f"~{name}" for name in sorted(columns)]
        )
        if told:
            found[table] = " ".join(told)
    return found

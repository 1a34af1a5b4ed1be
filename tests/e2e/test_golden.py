"""The judged questions on the example content, with the real model and index that `prepare` makes."""

import json
import subprocess
from pathlib import Path

from tests.e2e.preparing import manage

# Below what docs/search.md says, by what a new judgement or another page of the examples may cost.
FLOOR = 0.85


def test_judged_questions_find_what_they_should(untouched_var: Path) -> None:
    process = manage(untouched_var, "evaluate_golden", "--set", "all", "--json", stdout=subprocess.PIPE)
    output, _ = process.communicate(timeout=300)
    report = json.loads(output.splitlines()[-1])
    assert report["questions"] == 150
    assert report["ndcg@10"] >= FLOOR

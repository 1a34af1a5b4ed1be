"""Every mail as the site brings it: its text from `mail/<key>.txt`, what it is for from `data/mail_texts.yaml`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.template.loader import get_template

DATA = Path(__file__).parent / "data" / "mail_texts.yaml"
SUBJECT = "Onderwerp:"


@dataclass(frozen=True)
class SiteMail:
    """`needs` are the elements that its text may not leave out beside its links, `may_go` the links that it may."""

    key: str
    name: str
    when: str
    needs: Sequence[str] = ()
    may_go: Sequence[str] = ()
    examples: Mapping[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        return self._source.partition("\n")[0].removeprefix(SUBJECT).strip()

    @property
    def body(self) -> str:
        return self._source.partition("\n")[2].strip()

    @property
    def _source(self) -> str:
        # Not kept here: the loader knows when a file may be read again.
        return str(get_template(template_of(self.key)).template.source).strip()  # type: ignore[attr-defined]


def template_of(key: str) -> str:
    return f"mail/{key}.txt"


@cache
def site_mails() -> Mapping[str, SiteMail]:
    """By key, in the order of the file."""
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    shared = data["examples"]
    return {
        key: SiteMail(key=key, **{**row, "examples": {**shared, **row.get("examples", {})}})
        for key, row in data["mails"].items()
    }

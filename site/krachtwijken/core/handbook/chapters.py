"""The chapters of the handbook, read once from their file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.urls import reverse

DATA = Path(__file__).parent / "data" / "handbook.yaml"
PICTURES = "img/help/"


@dataclass(frozen=True)
class Shot:
    """Where the picture of a task is taken: as whom, at which address; `follow` names links that are clicked there, one
    after another (CSS), and `show` the part that is taken, the top of the page when it is empty."""

    path: str
    role: str = ""
    follow: Sequence[str] = ()
    show: str = ""


@dataclass(frozen=True)
class Task:
    slug: str
    title: str
    lead: str
    steps: Sequence[str]
    alt: str
    shot: Shot
    # (words, address) of where it is done, empty for what has no address of its own.
    link: tuple[str, str] = ("", "")
    note: str = ""

    @property
    def picture(self) -> str:
        """Below the static files."""
        return f"{PICTURES}{self.slug}.webp"


@dataclass(frozen=True)
class Chapter:
    code: str
    title: str
    intro: str
    tasks: Sequence[Task]

    def get_absolute_url(self) -> str:
        return reverse("core:help_chapter", args=[self.code])


@cache
def chapters() -> Mapping[str, Chapter]:
    """By the code of the role, in the order of the file."""
    rows = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return {
        row["code"]: Chapter(row["code"], row["title"], row["intro"], [_task(task) for task in row["tasks"]])
        for row in rows
    }


def task_at(code: str, slug: str) -> tuple[Chapter, Task] | None:
    chapter = chapters().get(code)
    found = next((task for task in chapter.tasks if task.slug == slug), None) if chapter else None
    return (chapter, found) if chapter and found else None


def _task(row: dict[str, object]) -> Task:
    values = dict(row)
    shot, link = values.pop("shot"), values.pop("link", ("", ""))
    return Task(**values, shot=Shot(**shot), link=tuple(link))  # type: ignore[arg-type] # as the file is written

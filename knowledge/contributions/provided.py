"""What contributions need of search, which lies above: it registers both (`search/features/shared_texts.py`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from krachtwijken.core.providers import Provider

NOT_READ = "Wij kunnen hier nu geen bestanden lezen. Plak de tekst in het vak."


@dataclass(frozen=True)
class ProposedProblem:
    """`sentence` is the one of the text that states the problem."""

    code: str
    sentence: str


@dataclass(frozen=True)
class FileText:
    """`text` has "# " before headings; `error` is empty or a sentence for who uploads."""

    text: str = ""
    error: str = ""
    cut: bool = False


def _no_problems(_text: str) -> list[ProposedProblem]:
    return []


def _no_reader(_file: IO[bytes], _kind: str) -> FileText:
    return FileText(error=NOT_READ)


problem_reader: Provider[Callable[[str], list[ProposedProblem]]] = Provider(_no_problems)
file_reader: Provider[Callable[[IO[bytes], str], FileText]] = Provider(_no_reader)

"""What contributions need of what lies above: of search (`search/features/shared_texts.py`), and of the loket, which lets
others read first what was made of help that it gave (`matching/closing/approving/`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from knowledge.contributions.models import Contribution
from knowledge.contributions.parsing.reading import HeadingReader, read_nothing
from krachtwijken.accounts.models import User
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
heading_reader: Provider[HeadingReader] = Provider(read_nothing)
file_reader: Provider[Callable[[IO[bytes], str], FileText]] = Provider(_no_reader)


def _nobody_reads_first(_contribution: Contribution, _actor: User) -> bool:
    return False


# Of a contribution that has an origin, in the transaction that sends it: True when somebody reads it before the redactie.
first_readers: Provider[Callable[[Contribution, User], bool]] = Provider(_nobody_reads_first)

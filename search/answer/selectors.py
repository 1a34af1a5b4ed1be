"""Reads of the answer package. Whoever has the address may read the text; what is found depends on who looks."""

from dataclasses import dataclass

from django.utils import timezone

from krachtwijken.accounts.types import Viewer
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.models import ProblemLabel
from search.answer.models import ProblemStatement
from search.api import find_for_problem
from search.types import Kind, ProblemHit

SECTIONS = (
    (Kind.CASE, "Aanpakken die passen", "Wij vonden geen aanpak die hier duidelijk op lijkt.", 6),
    (
        Kind.PROFILE,
        "Mensen die kunnen helpen",
        "Wij vonden niemand die u mag zien. Het loket kent meer mensen.",
        4,
    ),
    (Kind.CENTRE, "Kenniscentra", "Geen kenniscentrum springt eruit. Het loket zoekt het voor u uit.", 3),
    (Kind.SCHEME, "Regelingen en geld", "Wij vonden geen regeling die hier duidelijk bij hoort.", 4),
    (Kind.WIJK, "Wijken met hetzelfde probleem", "Wij vonden geen wijk die hier duidelijk op lijkt.", 4),
)


@dataclass(frozen=True)
class Section:
    title: str
    empty: str
    items: list[ProblemHit]


@dataclass(frozen=True)
class Package:
    themes: list[str]
    problems: list[ProblemLabel]
    sections: list[Section]


def statement_for(token: str) -> ProblemStatement | None:
    return ProblemStatement.objects.filter(token=token, expires_at__gte=timezone.now()).first()


def package_for(statement: ProblemStatement, *, viewer: Viewer) -> Package:
    """Everything that fits this problem and that this viewer may see."""
    sections = []
    for kind, title, empty, limit in SECTIONS:
        found = find_for_problem(statement.text, viewer=viewer, kinds=[kind], limit=limit)
        sections.append(Section(title, empty, found[kind]))
    return Package(
        themes=[str(ThemeCode(code).label) for code in statement.theme_codes],
        problems=list(ProblemLabel.objects.filter(code__in=statement.problem_codes)),
        sections=sections,
    )

"""Reads of the answer package. Whoever has the address may read the text; what is found depends on who looks."""

from dataclasses import dataclass

from django.utils import timezone

from knowledge.models import CentrePage
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.models import ProblemLabel
from search.features.answer.models import ProblemStatement
from search.retrieval.find_for_problem import find_for_problem
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


# Looked at with twelve problems: what fits has a best pair above this, what only comes near has not.
CLEAR = 0.43


@dataclass(frozen=True)
class Section:
    title: str
    empty: str
    items: list[ProblemHit]

    @property
    def is_near_only(self) -> bool:
        """Whether nothing here clearly fits."""
        return bool(self.items) and max(item.score for item in self.items) < CLEAR


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
        # More centres than are shown: one that no longer exists makes place for one that does.
        most = limit * 2 if kind == Kind.CENTRE else limit
        found = find_for_problem(statement.text, viewer=viewer, kinds=[kind], limit=most)[kind]
        if kind == Kind.CENTRE:
            found = _working(found)
        sections.append(Section(title, empty, found[:limit]))
    return Package(
        themes=[str(ThemeCode(code).label) for code in statement.theme_codes],
        problems=list(ProblemLabel.objects.filter(code__in=statement.problem_codes)),
        sections=sections,
    )


def _working(found: list[ProblemHit]) -> list[ProblemHit]:
    """Without centres that ended: nobody there can be asked."""
    pks = [item.hit.pk for item in found]
    ended = CentrePage.objects.filter(pk__in=pks, organisation__active_until__isnull=False)
    gone = set(ended.values_list("pk", flat=True))
    return [item for item in found if item.hit.pk not in gone]

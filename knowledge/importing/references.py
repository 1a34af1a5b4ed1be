"""The rows that cells name: themes, problems, wijken, organisations, schemes. Read once for a file, not for a row."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from django.db.models import Model

from knowledge.models import SchemePage
from krachtwijken.core.enums import Programme
from krachtwijken.core.models import Gemeente, Organisation, ProblemLabel, Theme, Wijk
from krachtwijken.core.sheets.choosing import CellError, parts_known_to, refuse_unknown
from krachtwijken.core.sheets.table import plain_words

Named = TypeVar("Named", bound=Model)
# The names that people write beside the official ones of our list.
OTHER_NAMES = {"s gravenhage": "den haag", "s hertogenbosch": "den bosch", "den bosch": "s hertogenbosch"}


class Names(Generic[Named]):
    """Rows by everything they are called. A name of several rows is an error that says how to tell them apart."""

    def __init__(self, rows: Iterable[tuple[Named, str, Iterable[str]]]) -> None:
        """Of each: the row, the label that people know it by, and other names."""
        self.labels: list[str] = []
        self.rows: dict[str, list[tuple[Named, str]]] = defaultdict(list)
        for row, label, names in rows:
            self.labels.append(label)
            for name in {plain_words(name) for name in (label, *names) if name}:
                self.rows[name].append((row, label))

    def find(self, text: str) -> Named:
        """Raises CellError."""
        name = plain_words(text)
        found = self.rows.get(name) or self.rows.get(OTHER_NAMES.get(name, ""), [])
        if not found:
            raise refuse_unknown(text, self.labels)
        if len(found) > 1:
            raise CellError(f"“{text}” kan meer betekenen. Kies: {'; '.join(label for _, label in found)}.")
        return found[0][0]

    def find_all(self, text: str) -> list[Named]:
        """Raises CellError. Each once, in the order of the cell."""
        found = [self.find(part) for part in parts_known_to(text, self.rows)]
        return list({row.pk: row for row in found}.values())


class References:
    def __init__(self) -> None:
        self.themes = Names((theme, theme.name, [theme.code]) for theme in Theme.objects.all())
        self.problems = Names((row, row.label, [row.code]) for row in ProblemLabel.objects.all())
        self.gemeenten = Names((row, row.name, []) for row in Gemeente.objects.all())
        self.organisations = Names(
            (row, row.name, [row.slug, row.code, row.present_name]) for row in Organisation.objects.all()
        )
        self.schemes = Names(
            (row, row.title, [row.slug]) for row in SchemePage.objects.live().public().order_by("pk")
        )
        self._wijken = list(Wijk.objects.select_related("gemeente").order_by("pk"))
        self.wijken = Names(_named_wijken(self._wijken))
        self._of_gemeente: dict[int, Names[Wijk]] = {}

    def wijken_in(self, gemeente: Gemeente | None) -> Names[Wijk]:
        if gemeente is None:
            return self.wijken
        if gemeente.pk not in self._of_gemeente:
            own = [wijk for wijk in self._wijken if wijk.gemeente_id == gemeente.pk]
            self._of_gemeente[gemeente.pk] = Names(_named_wijken(own))
        return self._of_gemeente[gemeente.pk]


def _named_wijken(wijken: list[Wijk]) -> list[tuple[Wijk, str, list[str]]]:
    """By name alone, and with the gemeente. Where two programmes name the same place, the older one has its page."""
    places: dict[tuple[int, str], Wijk] = {}
    for wijk in sorted(wijken, key=lambda wijk: wijk.programme != Programme.KRACHTWIJK40):
        places.setdefault((wijk.gemeente_id, plain_words(wijk.name)), wijk)
    official = {name for _, name in places}
    return [
        (wijk, f"{wijk.name} ({wijk.gemeente.name})", [wijk.name, wijk.slug, *_longer(wijk, official)])
        for wijk in places.values()
    ]


def _longer(wijk: Wijk, official: set[str]) -> list[str]:
    """ "Utrecht Overvecht" is also what the later programme calls an area of its own: then it is that one."""
    longer = f"{wijk.gemeente.name} {wijk.name}"
    return [] if plain_words(longer) in official else [longer]

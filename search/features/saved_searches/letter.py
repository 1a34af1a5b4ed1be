"""What one mail tells somebody: every page once, below the first search that it fits, and what else it fits."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings

from krachtwijken.accounts.models import User
from search.features.clear_matches import visible_hits
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.links import stop_address
from search.features.saved_searches.models import SavedFind, SavedSearch
from search.types import Hit

MOST_IN_A_MAIL = 15


@dataclass(frozen=True)
class LetterItem:
    title: str
    kind: str
    why: str
    url: str
    fits_too: Sequence[str] = ()


@dataclass(frozen=True)
class Part:
    """Of one search."""

    name: str
    url: str
    stop_url: str
    items: list[LetterItem] = field(default_factory=list)


@dataclass(frozen=True)
class Letter:
    """`finds` are the numbers of the rows that it tells of, `searches` those that it is about."""

    parts: Sequence[Part] = ()
    searches: Sequence[SavedSearch] = ()
    finds: Sequence[int] = ()
    count: int = 0

    @property
    def more(self) -> int:
        return max(0, self.count - MOST_IN_A_MAIL)

    @property
    def name(self) -> str:
        return self.searches[0].name if len(self.searches) == 1 else ""


def letter_for(person: User) -> Letter:
    """What was found and not told yet, of searches that this person still wants mail about, as he or she may see it now."""
    searches = person.saved_searches.filter(paused=False).exclude(frequency=Frequency.NEVER)
    waiting = SavedFind.objects.filter(search__in=searches, mailed_at=None).select_related("search")
    finds = list(waiting.order_by("search__name", "search_id", "pk"))
    hits = visible_hits(list(dict.fromkeys(find.key for find in finds)), viewer=person)
    told = [find for find in finds if find.key in hits]
    by_key: dict[str, list[SavedFind]] = {}
    for find in told:
        by_key.setdefault(find.key, []).append(find)
    about = list({find.search_id: find.search for find in told}.values())
    return Letter(_parts(by_key, hits), about, [find.pk for find in told], len(by_key))


def _parts(by_key: dict[str, list[SavedFind]], hits: dict[str, Hit]) -> list[Part]:
    parts: dict[int, Part] = {}
    for finds in list(by_key.values())[:MOST_IN_A_MAIL]:
        search = finds[0].search
        part = parts.setdefault(
            search.pk, Part(search.name, absolute(search.get_absolute_url()), stop_address(search))
        )
        part.items.append(_item(finds, hits[finds[0].key]))
    return list(parts.values())


def _item(finds: Sequence[SavedFind], hit: Hit) -> LetterItem:
    return LetterItem(
        title=hit.title,
        kind=hit.kind_label,
        why=" ".join((finds[0].sentence or hit.summary).split()),
        url=absolute(hit.url),
        fits_too=[find.search.name for find in finds[1:]],
    )


def absolute(address: str) -> str:
    return f"{settings.BASE_URL}{address}" if address.startswith("/") else address

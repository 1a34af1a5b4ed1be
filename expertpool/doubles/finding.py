"""Which profiles may be of one person: by every name and address that is known of each, and by what it tells of itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from expertpool.doubles.likeness import Telling, telling_of
from expertpool.doubles.selectors import open_profiles
from expertpool.importing.identity import Person
from expertpool.importing.known import people_of
from expertpool.models import DoubleState, PossibleDouble
from krachtwijken.accounts.selectors import addresses_of
from krachtwijken.core.outbox.registry import handler
from krachtwijken.core.scheduler import nightly

TOPIC = "expertpool.compare"


@dataclass(frozen=True)
class Known:
    """A profile, under which names and addresses it is known, and what it tells of itself."""

    profile: int
    people: frozenset[Person]
    addresses: frozenset[str]
    telling: Telling

    @property
    def keys(self) -> set[str]:
        """Who shares none of these is somebody else. No name or address has the sign before a function."""
        surnames = {surname for person in self.people for surname in person.surnames}
        return {*self.addresses, *surnames, f"={self.telling.function}"}

    def may_be(self, other: "Known") -> bool:
        if self.addresses & other.addresses or self.telling.is_like(other.telling):
            return True
        return any(one.may_be(two) for one in self.people for two in other.people)


@nightly("expertpool.doubles")
def find_doubles() -> None:
    """Repeatable: a pair that was found or decided before stays as it is."""
    for first, second in sorted(pairs_of(known_profiles())):
        note_double(first=first, second=second)


@handler(TOPIC)
def find_doubles_of(payload: dict[str, int]) -> None:
    """Repeatable. Of one that is new: before somebody gives a verdict, rather than the night after."""
    known = known_profiles()
    new = next((one for one in known if one.profile == payload["profile"]), None)
    if new is None:
        return
    for one in known:
        if one is not new and new.may_be(one):
            note_double(first=min(one.profile, new.profile), second=max(one.profile, new.profile))


def note_double(*, first: int, second: int) -> None:
    """Repeatable. One of both may be gone since they were compared."""
    try:
        with transaction.atomic():
            PossibleDouble.objects.get_or_create(
                first_id=first, second_id=second, defaults={"state": DoubleState.FOUND}
            )
    except IntegrityError:
        return


def known_profiles() -> list[Known]:
    """Of everybody who agreed to be in the pool, in a few questions; an example has no account and is nobody."""
    rows = list(
        open_profiles().values_list(
            "pk", "title", "summary", "user", "user__name", "user__email", "nomination__name", "nomination__email",
        )
    )  # fmt: skip
    addresses = addresses_of(user for _, _, _, user, *_ in rows if user)
    return [
        _known(
            pk,
            name or asked_name or "",
            {*addresses.get(user, ()), (email or asked_email or "").lower()},
            telling_of(title, summary),
        )
        for pk, title, summary, user, name, email, asked_name, asked_email in rows
    ]


def pairs_of(known: Iterable[Known]) -> set[tuple[int, int]]:
    """The older first. Only who shares a surname, an address or a function is compared: all with all would take
    minutes."""
    by_key: dict[str, list[Known]] = defaultdict(list)
    found: set[tuple[int, int]] = set()
    for one in known:
        for other in _beside(one, by_key):
            if one.may_be(other):
                found.add((min(one.profile, other.profile), max(one.profile, other.profile)))
        for key in one.keys:
            by_key[key].append(one)
    return found


def _beside(one: Known, by_key: dict[str, list[Known]]) -> Iterator[Known]:
    for key in one.keys:
        yield from by_key.get(key, ())


def _known(pk: int, name: str, addresses: set[str], telling: Telling) -> Known:
    real = frozenset(address for address in addresses if address)
    people = frozenset(person for address in real or {""} for person in people_of(name, address))
    return Known(pk, people, real, telling)

"""Whom the pool knows already, by address and by what looks alike."""

import hashlib
from dataclasses import dataclass

from expertpool.importing.identity import Person, person_of_address, person_of_name
from expertpool.models import ExpertProfile, Nomination, PoolImportRow, RowFate
from expertpool.models.nomination import OPEN_NOMINATION


@dataclass(frozen=True)
class KnownPerson:
    people: frozenset[Person]
    profile: int | None = None
    nomination: int | None = None
    row: int | None = None

    def may_be(self, people: frozenset[Person]) -> bool:
        return any(one.may_be(other) for one in self.people for other in people)


class KnownPeople:
    """Read once for a file: a few questions, whatever its length."""

    def __init__(self) -> None:
        profiles = list(
            ExpertProfile.objects.exclude(user=None).values_list("pk", "user__email", "user__name")
        )
        nominations = list(
            Nomination.objects.filter(state__in=OPEN_NOMINATION).values_list("pk", "email", "name")
        )
        self.addresses = {email.lower() for _, email, _ in (*profiles, *nominations)}
        self.people = [KnownPerson(people_of(name, email), profile=pk) for pk, email, name in profiles]
        self.people += [KnownPerson(people_of(name, email), nomination=pk) for pk, email, name in nominations]
        settled = PoolImportRow.objects.filter(fate__in=(RowFate.SAME, RowFate.ASKED))
        self.settled = set(settled.values_list("digest", flat=True))
        self.waiting = set(
            PoolImportRow.objects.filter(fate=RowFate.LOOKS_LIKE).values_list("digest", flat=True)
        )

    def knows(self, email: str) -> bool:
        """Has a profile, is being asked, was asked by an earlier list whatever came of it, was said to be somebody else's
        second address, or waits for that decision."""
        return email in self.addresses or digest_of_address(email) in self.settled | self.waiting

    def looks_like(self, name: str, email: str) -> KnownPerson | None:
        people = people_of(name, email)
        return next((known for known in self.people if known.may_be(people)), None)

    def add(self, name: str, email: str, *, row: int) -> None:
        """Somebody earlier in the same file."""
        self.addresses.add(email)
        self.people.append(KnownPerson(people_of(name, email), row=row))


def people_of(name: str, email: str) -> frozenset[Person]:
    found = (person_of_name(name), person_of_address(email))
    return frozenset(person for person in found if person is not None)


def digest_of_address(email: str) -> str:
    return hashlib.sha256(f"pool-import:{email.lower()}".encode()).hexdigest()

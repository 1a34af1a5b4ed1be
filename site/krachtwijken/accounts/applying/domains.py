"""Whether a mail address is of the gemeente that somebody names. Never a decision: a person at the loket takes that."""

import csv
from dataclasses import dataclass
from pathlib import Path

from django.db import models, transaction

from krachtwijken.accounts.models import MailDomain
from krachtwijken.core.mail_domains import stands_below, work_domain
from krachtwijken.core.models import Gemeente

KNOWN = Path(__file__).parents[1] / "data" / "mail_domains.csv"


class DomainFit(models.TextChoices):
    OWN = "eigen", "Het maildomein is van deze gemeente"
    OTHER = "ander", "Het maildomein is van een andere gemeente"
    PUBLIC = "openbaar", "Een adres dat iedereen kan nemen"
    UNKNOWN = "onbekend", "Wij kennen dit maildomein niet"


@dataclass(frozen=True)
class FoundDomain:
    domain: str
    fit: DomainFit
    # Whose it is, when it is of another gemeente.
    owner: str = ""

    @property
    def is_own(self) -> bool:
        return self.fit == DomainFit.OWN


def find_domain(email: str, gemeente: Gemeente | None) -> FoundDomain:
    domain = work_domain(email)
    if not domain:
        return FoundDomain(email.rpartition("@")[2], DomainFit.PUBLIC)
    rows = MailDomain.objects.select_related("gemeente").filter(domain__in=_above(domain))
    owners = [row.gemeente for row in rows if stands_below(domain, row.domain)]
    if gemeente is not None and gemeente in owners:
        return FoundDomain(domain, DomainFit.OWN)
    if owners:
        return FoundDomain(domain, DomainFit.OTHER, owners[0].name)
    return FoundDomain(domain, DomainFit.UNKNOWN)


def _above(domain: str) -> list[str]:
    """The domain and all that it stands below."""
    parts = domain.split(".")
    return [".".join(parts[start:]) for start in range(len(parts) - 1)]


@transaction.atomic
def load_mail_domains() -> int:
    """Repeatable. Only for gemeenten without any: what beheer keeps stays as it is."""
    with KNOWN.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    bare = {gemeente.name: gemeente for gemeente in Gemeente.objects.filter(mail_domains=None)}
    new = [
        MailDomain(gemeente=bare[row["gemeente"]], domain=row["domein"])
        for row in rows
        if row["gemeente"] in bare
    ]
    MailDomain.objects.bulk_create(new, ignore_conflicts=True)
    return MailDomain.objects.count()

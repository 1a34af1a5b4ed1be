"""Rules that stand in the way, bundled: what several gemeenten report of one regulation is one knelpunt."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from matching.models import SupportRequest
from matching.requests.department_clock import (
    DepartmentClock,
    OwnClock,
    clock_from,
    own_clock_from,
    words_of_state,
)
from matching.requests.enums import RequestKind
from matching.requests.models.bundle_clock import BundleClock, digest_of_rule
from matching.requests.selectors import counted_requests
from matching.requests.workflow import OPEN

# With fewer a reader could guess which gemeente it was.
PUBLIC_FROM = 3
_ARTICLE = re.compile(r"\d+[a-z]?(?:[.:]\d+[a-z]?)*", re.IGNORECASE)
_LITTLE = re.compile(r"^(?:de|het|een)\s+", re.IGNORECASE)
# "Participatiewet, artikel 22a (kostendelersnorm)": nothing but an article may stand there, for a rule may be named after one.
_ARTICLE_BEHIND = re.compile(
    r"[\s,;:(–-]+(?:artikel(?:en)?|art\.?)\s*(?P<article>\d+[a-z]?(?:[.:]\d+[a-z]?)*)"
    r"(?:[\s,]+(?:en|of|t/m|lid|leden|onder|sub|aanhef|onderdeel|(?:eerste|tweede|derde|vierde|vijfde|zesde)|[a-z]|\d+[a-z]?)\b)*"
    r"[\s,]*(?:\([^()]*\))?[\s.)]*$",
    re.IGNORECASE,
)


@dataclass
class Bottleneck:
    """`name` as most wrote it; articles that at least so many gemeenten named; and how many gemeenten, reports and open ones."""

    names: dict[str, int] = field(default_factory=dict)
    gemeenten: set[int] = field(default_factory=set)
    by_article: dict[str, set[int]] = field(default_factory=dict)
    reports: int = 0
    open: int = 0
    # Of a dossier that the loket made: its own name, and how it stands.
    title: str = ""
    state: str = ""
    # When who reported it got the one answer.
    answered: datetime | None = None
    clock: DepartmentClock | None = None
    own_clock: OwnClock | None = None

    @property
    def name(self) -> str:
        if self.title:
            return self.title
        return max(self.names, key=lambda name: (self.names[name], name))

    @property
    def articles(self) -> list[str]:
        named = (article for article, who in self.by_article.items() if len(who) >= PUBLIC_FROM)
        return sorted(named, key=lambda article: [int(part) for part in re.findall(r"\d+", article)])

    def take(self, gemeente: int, name: str, article: str, *, is_open: bool) -> None:
        self.names[name] = self.names.get(name, 0) + 1
        self.gemeenten.add(gemeente)
        self.reports += 1
        self.open += is_open
        if article:
            self.by_article.setdefault(article, set()).add(gemeente)


def rule_key(name: str) -> str:
    """One key for "de Participatiewet", "participatie-wet." and "Participatiewet, artikel 22a"."""
    bare = _LITTLE.sub("", without_article(name))
    return "".join(letter for letter in bare.casefold() if letter.isalnum())


def without_article(name: str) -> str:
    """The regulation alone: an article that was typed behind it is counted as one, and public as one."""
    return _ARTICLE_BEHIND.sub("", name.strip()) or name.strip()


def article_of(text: str, name: str = "") -> str:
    """As it stands in its own field, else behind the `name` of the regulation."""
    if found := _ARTICLE.search(text):
        return found.group().lower()
    behind = _ARTICLE_BEHIND.search(name.strip())
    return behind["article"].lower() if behind else ""


def digest_of_dossier(name: str, article: str) -> str:
    """One for each rule and article, however they are written."""
    return hashlib.sha256(f"{rule_key(name)}|{article_of(article, name)}".encode()).hexdigest()


def public_bottlenecks() -> list[Bottleneck]:
    """Reported by three gemeenten or more, most first; without what is confidential. In two queries."""
    found = _bundle(counted_requests()).values()
    shown = [one for one in found if len(one.gemeenten) >= PUBLIC_FROM]
    return sorted(shown, key=lambda one: (-len(one.gemeenten), one.name))


def all_bottlenecks() -> list[Bottleneck]:
    """For the loket: also what fewer reported, and what is confidential. In two queries."""
    found = _bundle(SupportRequest.objects.all()).values()
    return sorted(found, key=lambda one: (-len(one.gemeenten), one.name))


def bundles_without_dossier() -> set[str]:
    """Digests of names that three gemeenten gave a rule, while somebody has still to make one dossier of it: a report of that
    name stands in none, and those that do in none that is public by itself."""
    rows = _reports(counted_requests())
    public = _public_dossiers(rows)
    gemeenten: dict[str, set[int]] = {}
    loose: set[str] = set()
    for row in rows:
        if row.key and row.rule not in public:
            gemeenten.setdefault(row.key, set()).add(row.gemeente)
            if row.rule is None:
                loose.add(row.key)
    return {digest_of_rule(key) for key in loose if len(gemeenten[key]) >= PUBLIC_FROM}


def digest_of_report(own_answers: dict[str, dict[str, str]]) -> str:
    """Of the name that a gemeente gave the rule; empty when it gave none."""
    key = rule_key(_name_in(own_answers))
    return digest_of_rule(key) if key else ""


def gemeenten_with_the_same_rule(request: SupportRequest) -> int:
    """For the loket: how many other gemeenten reported the rule of this request. Of one in a dossier it is who stands in that
    dossier, and who wrote the same name and stands in none; of a loose one also the whole dossier of that name."""
    rows = _reports(SupportRequest.objects.all())
    key = rule_key(_name_in(request.own_answers))
    own = next((row.rule for row in rows if row.pk == request.pk), None)
    same_name = {row.rule for row in rows if key and key in (row.key, rule_key(row.title))}
    rules = {own} if own else same_name - {None}
    found = (row for row in rows if (row.rule in rules if row.rule else key and row.key == key))
    return len({row.gemeente for row in found} - {request.gemeente_id})


# In a dossier of the loket the reports of one rule are together, whatever name they gave it.
DOSSIER = ("rule_report__rule", "rule_report__rule__name", "rule_report__rule__state")
CLOCK = tuple(
    f"rule_report__rule__{name}"
    for name in ("department", "department_since", "answer_expected", "department_until")
)
OWN_CLOCK = tuple(f"rule_report__rule__{name}" for name in ("public_since", "lay_before_by", "answered_at"))


@dataclass(frozen=True)
class _Report:
    """What one gemeente reported; `rule` when it stands in a dossier of the loket, with its `title`, `state`, clocks and when
    it was answered."""

    pk: int
    gemeente: int
    name: str
    article: str
    is_open: bool
    rule: int | None
    title: str
    state: str
    answered: datetime | None
    clock: DepartmentClock | None
    own_clock: OwnClock | None

    @property
    def key(self) -> str:
        return rule_key(self.name)


def _name_in(own: dict[str, dict[str, str]]) -> str:
    return str(own.get(RequestKind.KNELPUNT, {}).get("regeling") or "")


def _reports(requests: QuerySet[SupportRequest]) -> list[_Report]:
    """In one query."""
    rows = requests.order_by("pk").filter(kind=RequestKind.KNELPUNT)
    return [
        _Report(
            pk, gemeente, without_article(_name_in(own)),
            article_of(str(own.get(RequestKind.KNELPUNT, {}).get("artikel") or ""), _name_in(own)), status in OPEN,
            rule, title or "", words_of_state(state, answered), answered, clock_from(*clock),
            own_clock_from(state, public_since, lay_by, clock[1], answered),
        )
        for pk, gemeente, own, status, rule, title, state, public_since, lay_by, answered, *clock
        in rows.values_list("pk", "gemeente_id", "own_answers", "status", *DOSSIER, *OWN_CLOCK, *CLOCK)
    ]  # fmt: skip


def _public_dossiers(rows: Sequence[_Report]) -> set[int]:
    gemeenten: dict[int, set[int]] = {}
    for row in rows:
        if row.rule is not None:
            gemeenten.setdefault(row.rule, set()).add(row.gemeente)
    return {rule for rule, who in gemeenten.items() if len(who) >= PUBLIC_FROM}


def _bundle(requests: QuerySet[SupportRequest]) -> dict[str, Bottleneck]:
    bundles: dict[str, Bottleneck] = {}
    for row in _reports(requests):
        if key := f"dossier:{row.rule}" if row.rule else row.key:
            bundle = bundles.setdefault(key, Bottleneck())
            bundle.take(row.gemeente, row.name, row.article, is_open=row.is_open)
            bundle.title, bundle.state, bundle.answered = row.title, row.state, row.answered
            bundle.clock, bundle.own_clock = row.clock, row.own_clock
    waiting = {clock.key: clock.own_clock for clock in BundleClock.objects.all()}
    for key, bundle in bundles.items():
        if not bundle.title:
            bundle.own_clock = waiting.get(digest_of_rule(key))
    return bundles

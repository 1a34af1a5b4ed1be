"""Rules that stand in the way, bundled: what several gemeenten report of one regulation is one knelpunt."""

import re
from dataclasses import dataclass, field

from django.db.models import QuerySet

from matching.models import SupportRequest
from matching.requests.department_clock import DepartmentClock, OwnClock, clock_from, own_clock_from
from matching.requests.enums import RequestKind, RuleState
from matching.requests.selectors import counted_requests
from matching.requests.workflow import OPEN

# With fewer a reader could guess which gemeente it was.
PUBLIC_FROM = 3
_ARTICLE = re.compile(r"\d+[a-z]?(?:[.:]\d+[a-z]?)*", re.IGNORECASE)
_LITTLE = re.compile(r"^(?:de|het|een)\s+", re.IGNORECASE)


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
    """One key for "de Participatiewet" and "participatie-wet."."""
    return "".join(letter for letter in _LITTLE.sub("", name.strip()).casefold() if letter.isalnum())


def article_of(text: str) -> str:
    found = _ARTICLE.search(text)
    return found.group().lower() if found else ""


def public_bottlenecks() -> list[Bottleneck]:
    """Reported by three gemeenten or more, most first; without what is confidential. In one query."""
    found = _bundle(counted_requests()).values()
    shown = [one for one in found if len(one.gemeenten) >= PUBLIC_FROM]
    return sorted(shown, key=lambda one: (-len(one.gemeenten), one.name))


def all_bottlenecks() -> list[Bottleneck]:
    """For the loket: also what fewer reported, and what is confidential. In one query."""
    found = _bundle(SupportRequest.objects.all()).values()
    return sorted(found, key=lambda one: (-len(one.gemeenten), one.name))


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
    """What one gemeente reported; `rule` when it stands in a dossier of the loket, with its `title`, `state` and
    clocks."""

    pk: int
    gemeente: int
    name: str
    article: str
    is_open: bool
    rule: int | None
    title: str
    state: str
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
            pk, gemeente, _name_in(own),
            article_of(str(own.get(RequestKind.KNELPUNT, {}).get("artikel") or "")), status in OPEN,
            rule, title or "", str(RuleState(state).label) if state else "", clock_from(*clock),
            own_clock_from(state, public_since, lay_by, clock[1], answered),
        )
        for pk, gemeente, own, status, rule, title, state, public_since, lay_by, answered, *clock
        in rows.values_list("pk", "gemeente_id", "own_answers", "status", *DOSSIER, *OWN_CLOCK, *CLOCK)
    ]  # fmt: skip


def _bundle(requests: QuerySet[SupportRequest]) -> dict[str, Bottleneck]:
    bundles: dict[str, Bottleneck] = {}
    for row in _reports(requests):
        if key := f"dossier:{row.rule}" if row.rule else row.key:
            bundle = bundles.setdefault(key, Bottleneck())
            bundle.take(row.gemeente, row.name, row.article, is_open=row.is_open)
            bundle.title, bundle.state = row.title, row.state
            bundle.clock, bundle.own_clock = row.clock, row.own_clock
    return bundles

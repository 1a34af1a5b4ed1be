"""Rules that block, and which reports may belong to one. All for the loket."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from krachtwijken.accounts.models import User
from krachtwijken.accounts.types import Viewer
from matching.blocking.effects import AnswerEffect, effect_of
from matching.blocking.models import BlockingRule, RuleReport
from matching.models import SupportRequest
from matching.requests.bottlenecks import article_of, digest_of_dossier, rule_key
from matching.requests.enums import RequestKind
from matching.requests.rules import may_handle
from matching.requests.selectors import requests_visible_to, with_owners
from search.api import likeness_of

# From this cosine on two descriptions are shown as alike: of 66 pairs that were made up for it, 7 of the 8 that meant the
# same lay above, and one of the others. A person confirms.
ALIKE = 0.86
LOOKED_AT = 40


@dataclass(frozen=True)
class Suggested:
    """A report that may belong to a rule, and why, for who confirms it."""

    request: SupportRequest
    why: str

    @property
    def what(self) -> str:
        return told_of(self.request)[2]


@dataclass(frozen=True)
class Near:
    """`is_same_rule` by its name; else it only means something like it."""

    rule: BlockingRule
    is_same_rule: bool


def told_of(request: SupportRequest) -> tuple[str, str, str]:
    """Name of the rule, article and what it blocks, in the words of the gemeente."""
    own = request.own_answers.get(RequestKind.KNELPUNT, {})
    return tuple(str(own.get(code) or "") for code in ("regeling", "artikel", "wat_blokkeert"))  # type: ignore[return-value] # three


def rules_for(viewer: Viewer) -> QuerySet[BlockingRule]:
    rules = BlockingRule.objects.annotate(
        gemeenten=Count("reports__request__gemeente", distinct=True), number=Count("reports", distinct=True)
    )
    return rules if may_handle(viewer) else rules.none()


def rule_of(request: SupportRequest) -> BlockingRule | None:
    return BlockingRule.objects.filter(reports__request=request).first()


def reports_of(rule: BlockingRule, *, viewer: Viewer) -> QuerySet[RuleReport]:
    reports = RuleReport.objects.select_related("request__gemeente", "request__wijk").filter(rule=rule)
    return reports if may_handle(viewer) else reports.none()


def reports_to_answer(rule: BlockingRule, *, viewer: User) -> list[AnswerEffect]:
    """Of who has no answer yet what becomes of it when this viewer answers, in the order in which the service goes."""
    if not may_handle(viewer):
        return []
    waiting = RuleReport.objects.filter(rule=rule, told_at=None).values("request")
    requests = with_owners(SupportRequest.objects.select_related("gemeente", "owner").filter(pk__in=waiting))
    return [effect_of(request, actor=viewer) for request in requests.order_by("pk")]


def loose_reports(viewer: Viewer) -> QuerySet[SupportRequest]:
    """Reports of a rule that are in no dossier yet."""
    requests = requests_visible_to(viewer).filter(kind=RequestKind.KNELPUNT, rule_report=None)
    return requests.order_by("created_at") if may_handle(viewer) else requests.none()


def suggest_reports(rule: BlockingRule, *, viewer: Viewer) -> list[Suggested]:
    """Of the same rule by name, those with the same article first; then those that mean the same."""
    loose = [(request, told_of(request)) for request in loose_reports(viewer)]
    key, article = rule_key(rule.name), article_of(rule.article, rule.name)
    named = [(request, told) for request, told in loose if rule_key(told[0]) == key]
    others = [(request, told) for request, told in loose if rule_key(told[0]) != key and told[2]]
    same = [one for one in named if article_of(one[1][1], one[1][0]) == article]
    rest = [one for one in named if article_of(one[1][1], one[1][0]) != article]
    return [
        *(Suggested(request, "Zelfde regel, zelfde artikel") for request, _ in same),
        *(Suggested(request, "Zelfde regel, ander of geen artikel") for request, _ in rest),
        *_alike(rule, others[:LOOKED_AT]),
    ]


def rules_like(request: SupportRequest, *, viewer: Viewer) -> list[Near]:
    """Dossiers that this report may belong to, the nearest first."""
    name, _, what = told_of(request)
    rules = list(rules_for(viewer)[:LOOKED_AT])
    scores = likeness_of(what, [rule.what for rule in rules]) if what else [0.0] * len(rules)
    key = rule_key(name)
    near = [
        (rule_key(rule.name) != key, -score, rule)
        for rule, score in zip(rules, scores, strict=True)
        if rule_key(rule.name) == key or score >= ALIKE
    ]
    return [Near(rule, not differs) for differs, _, rule in sorted(near, key=lambda one: one[:2])]


def other_rules(near: Sequence[Near], *, viewer: Viewer) -> list[BlockingRule]:
    """All that somebody may choose besides, by name."""
    shown = [one.rule.pk for one in near]
    return list(rules_for(viewer).exclude(pk__in=shown).order_by("name", "article", "pk"))


def rule_named(
    name: str, article: str, *, viewer: Viewer, but: BlockingRule | None = None
) -> BlockingRule | None:
    """The dossier of the same rule and article, however they are written; another one than `but`."""
    wanted = digest_of_dossier(name, article)
    rules = [rule for rule in rules_for(viewer).order_by("pk") if but is None or rule.pk != but.pk]
    return next((rule for rule in rules if digest_of_dossier(rule.name, rule.article) == wanted), None)


def _alike(
    rule: BlockingRule, others: Sequence[tuple[SupportRequest, tuple[str, str, str]]]
) -> list[Suggested]:
    scores = likeness_of(rule.what, [told[2] for _, told in others])
    found = sorted(zip(scores, others, strict=True), key=lambda one: -one[0])
    return [
        Suggested(request, f"Lijkt in betekenis, onder een andere naam: {told[0]}")
        for score, (request, told) in found
        if score >= ALIKE
    ]

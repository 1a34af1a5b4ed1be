"""What the page with an answer shows: the package, and a small form beside every find."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

from krachtwijken.accounts.rules import is_gemeente
from krachtwijken.accounts.types import Viewer
from search.features.answer.addresses import address_of
from search.features.answer.forms import ProblemForm
from search.features.answer.models import ProblemStatement
from search.features.answer.selectors import Item, Package, Section, package_for
from search.features.answer.verdicts.forms import VerdictForm

LOKET = "/loket/"


@dataclass(frozen=True)
class Card:
    """`is_judged` when the reader said a moment ago whether it fits."""

    item: Item
    form: VerdictForm
    is_judged: bool


@dataclass(frozen=True)
class ShownSection:
    section: Section
    cards: Sequence[Card]


def answer_context(
    statement: ProblemStatement,
    *,
    viewer: Viewer,
    chosen: Collection[str] | None,
    sentences: Mapping[str, Sequence[int]] | None = None,
    judged: Collection[str] = (),
    tried: VerdictForm | None = None,
) -> dict[str, Any]:
    """`sentences` are by problem the places of those that the reader chose it for; `judged` are the anchors of what the
    reader judged a moment ago; `tried` is a verdict that could not be kept."""
    package = package_for(statement.text, viewer=viewer, chosen=chosen, sentences=sentences)
    sections = _sections(package, viewer, judged, tried)
    anchors = {card.form.anchor for section in sections for card in section.cards}
    addresses = {
        f"{name}_url": address_of(f"answer_{name}", statement.token, chosen, sentences)
        for name in ("appendix", "pdf", "verdict")
    }
    return {
        "statement": statement,
        "package": package,
        "sections": sections,
        "is_chosen": chosen is not None,
        "form": ProblemForm(initial={"text": statement.text}),
        "request_url": _request_url(statement.token, viewer, chosen),
        "tried": tried,
        # What the answer does not name any more: then the form stands by itself.
        "stray": tried if tried and tried.anchor not in anchors else None,
        **addresses,
    }


def _sections(
    package: Package, viewer: Viewer, judged: Collection[str], tried: VerdictForm | None
) -> list[ShownSection]:
    return [
        ShownSection(section, [_card(item, viewer, judged, tried) for item in section.items])
        for section in package.sections
    ]


def _card(item: Item, viewer: Viewer, judged: Collection[str], tried: VerdictForm | None) -> Card:
    form = VerdictForm(key=item.match.hit.key, viewer=viewer)
    if tried and tried.anchor == form.anchor:
        form = tried
    return Card(item, form, form.anchor in judged)


def _request_url(token: str, viewer: Viewer, chosen: Collection[str] | None) -> str:
    """By name: the loket stands above search. Who is logged in and asks for no gemeente reads there who may. What the reader
    chose goes along."""
    if viewer.is_authenticated and not is_gemeente(viewer):
        return LOKET
    try:
        taken_along = {"pakket": token} | ({"problemen": ".".join(chosen)} if chosen else {})
        return reverse("matching:new", query=taken_along)
    except NoReverseMatch:
        return LOKET

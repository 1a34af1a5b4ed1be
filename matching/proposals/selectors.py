"""Reads of proposals: what of a proposal is shown now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from knowledge.selectors import published_pages
from krachtwijken.accounts.types import Viewer
from matching.engagements.travel import Travel, travel_of_people
from matching.models import SupportRequest
from matching.proposals.enums import OfferAnswer, OfferKind
from matching.proposals.models import Proposal, ProposalItem
from matching.proposals.people import people_still_shown
from matching.proposals.questions import ShownQuestion, questions_of


@dataclass(frozen=True)
class ShownItem:
    item: ProposalItem
    title: str
    url: str
    questions: Sequence[ShownQuestion] = ()
    # Of a person.
    travel: Travel | None = None

    @property
    def told_questions(self) -> list[tuple[ShownQuestion, str]]:
        """Each with its words."""
        return [(one, one.words(self.title)) for one in self.questions]

    @property
    def is_accepted(self) -> bool:
        return self.item.answer == OfferAnswer.ACCEPTED

    @property
    def is_person(self) -> bool:
        return self.item.kind == OfferKind.PERSON


@dataclass(frozen=True)
class ShownProposal:
    proposal: Proposal
    items: list[ShownItem]
    # Chosen then, and not to be shown any more: how many, never who.
    gone: int

    @property
    def open_items(self) -> list[ShownItem]:
        return [shown for shown in self.items if not shown.item.answer]

    def answered_otherwise(self, choices: Mapping[int, str]) -> list[ShownItem]:
        """Of `choices` by the number of the item: what has an answer already, and another one."""
        return [
            shown
            for shown in self.items
            if shown.item.answer and choices.get(shown.item.pk, shown.item.answer) != shown.item.answer
        ]


def proposals_of(request: SupportRequest, viewer: Viewer) -> list[ShownProposal]:
    """Newest first. Of a request that this viewer may see. Of one that was recalled what had been answered stays."""
    rows = Proposal.objects.filter(request=request).select_related("request__gemeente")
    rows = rows.prefetch_related("items").order_by("-pk")
    shown = [shown_proposal(row, viewer) for row in rows]
    return [each for each in shown if each.items or not each.proposal.is_recalled]


def count_refused(proposals: Sequence[ShownProposal]) -> int:
    """How many of the last, newest first, got only no; what was taken back in between says nothing."""
    answered = [each.items for each in proposals if each.proposal.ended_at and not each.proposal.is_recalled]
    return sum(1 for _ in takewhile(_is_refused, answered))


def _is_refused(items: Sequence[ShownItem]) -> bool:
    return bool(items) and all(shown.item.answer == OfferAnswer.REFUSED for shown in items)


def open_proposal(request: SupportRequest) -> Proposal | None:
    return Proposal.objects.filter(request=request, ended_at=None).first()


def shown_proposal(proposal: Proposal, viewer: Viewer) -> ShownProposal:
    """People who withdrew or hid themselves, and pages that were taken away, are not there."""
    chosen = [item for item in proposal.items.all() if item.is_chosen]
    people = people_still_shown([item.key for item in chosen], viewer)
    pages = pages_still_shown([item for item in chosen if item.kind != OfferKind.PERSON], viewer)
    known = {**people, **pages}
    asked = questions_of(proposal)
    travel = travel_of_people([number_of(key) for key in people], proposal.request.gemeente)
    items = [
        ShownItem(
            item, *known[item.key], asked.get(item.pk, ()),
            travel.get(number_of(item.key)) if item.key in people else None,
        )
        for item in chosen
        if item.key in known
    ]  # fmt: skip
    gone = len(chosen) - len(items)
    if proposal.is_recalled:
        items, gone = [each for each in items if each.item.answer], 0
    return ShownProposal(proposal, items, gone)


def pages_still_shown(items: list[ProposalItem], viewer: Viewer) -> dict[str, tuple[str, str]]:
    """Title and address by key, of those that are still there for this viewer."""
    by_pk = {number_of(item.key): item for item in items}
    standing = published_pages(viewer).filter(pk__in=by_pk).values_list("pk", flat=True)
    return {by_pk[pk].key: (by_pk[pk].title, by_pk[pk].url) for pk in standing}


def number_of(key: str) -> int:
    return int(key.partition(":")[2])

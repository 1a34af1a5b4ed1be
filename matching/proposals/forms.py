"""What the loket picks from the advice, and what the gemeente says to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from krachtwijken.core.forms import FreeTextField
from matching.conversation.forms import token_field
from matching.proposals.enums import CHOICES, QUESTION, OfferAnswer, OfferKind
from matching.proposals.limits import PeopleLimit
from matching.proposals.offers import Offer, passes_over_better
from matching.proposals.selectors import ShownItem, ShownProposal
from matching.proposals.services import Answer

NEEDS_REASON = "Zeg waarom u dit voorstelt."
NEEDS_ONE = "Kies ten minste één onderdeel."
NEEDS_OVERRULING = "U slaat iets over dat hoger staat. Zeg waarom."
MEANWHILE = "Er is intussen al geantwoord. Van wat u nu verstuurde is niets bewaard. Kijk het na, en verstuur het opnieuw."
TOO_MANY = (
    "U kiest meer mensen dan er bij deze soort hulp horen: hoogstens {0}. Zeg waarom, of kies er minder."
)
NEEDS_WORD = {
    OfferAnswer.REFUSED.value: "Zeg in een paar woorden waarom dit niet past.",
    QUESTION: "Schrijf uw vraag op.",
}


@dataclass(frozen=True)
class OfferRow:
    """Without a box when it cannot be chosen."""

    offer: Offer
    picked: BoundField | None
    reason: BoundField | None

    @property
    def kind_label(self) -> str:
        return str(OfferKind(self.offer.kind).label)


class ProposalForm(forms.Form):
    """A box and a reason for every row of the advice."""

    shown = forms.CharField(widget=forms.HiddenInput)
    token = token_field()
    overruling = FreeTextField(
        label="Waarom wijkt u af?", limit=1000, rows=3, required=False,
        help_text="Alleen nodig als u iets overslaat dat hoger staat, of als u meer mensen kiest dan er bij deze soort hulp "
        "horen. De gemeente ziet dit niet.",
    )  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        offers: Sequence[Offer],
        shown: str,
        limit: PeopleLimit,
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        """`typed` is what stood in a form of other rows: shown again, and not judged yet."""
        super().__init__(data, initial={**(typed or {}), "shown": shown})
        self.conditional = {"overruling", *(f"reden_{number}" for number in range(len(offers)))}
        self.offers, self.limit = offers, limit
        for number, offer in enumerate(offers):
            if offer.refused:
                continue
            self.fields[f"kies_{number}"] = forms.BooleanField(label=offer.title, required=False)
            self.fields[f"reden_{number}"] = FreeTextField(
                label=f"Waarom {offer.title}?",
                limit=800,
                rows=2,
                required=False,
                help_text="Nodig als u dit kiest. De gemeente leest het.",
            )

    @property
    def groups(self) -> Iterator[tuple[str, list[OfferRow]]]:
        """Those kinds of which the advice has something."""
        for kind in OfferKind:
            of_kind = [row for row in self._rows if row.offer.kind == kind and not row.offer.is_added]
            if of_kind:
                yield str(kind.label), of_kind

    @property
    def added(self) -> list[OfferRow]:
        """What somebody at the loket searched for."""
        return [row for row in self._rows if row.offer.is_added]

    @property
    def _rows(self) -> list[OfferRow]:
        return [
            OfferRow(offer, None, None)
            if offer.refused
            else OfferRow(offer, self[f"kies_{number}"], self[f"reden_{number}"])
            for number, offer in enumerate(self.offers)
        ]

    @property
    def reasons(self) -> dict[str, str]:
        """By key, of what was chosen."""
        return {
            offer.key: self.cleaned_data.get(f"reden_{number}", "")
            for number, offer in enumerate(self.offers)
            if self.cleaned_data.get(f"kies_{number}")
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(len(self.offers)):
            reason = f"reden_{number}"
            if data.get(f"kies_{number}") and reason not in self.errors and not data.get(reason):
                self.add_error(reason, NEEDS_REASON)
        if not self.reasons:
            raise forms.ValidationError(NEEDS_ONE)
        wants_words = passes_over_better(self.offers, self.reasons)
        too_many = self.limit.is_passed_by(self.reasons)
        whys = [NEEDS_OVERRULING] if wants_words else []
        whys += [TOO_MANY.format(self.limit.most)] if too_many else []
        if whys and "overruling" not in self.errors and not data.get("overruling"):
            self.add_error("overruling", whys)
        return data


@dataclass(frozen=True)
class AnswerRow:
    shown: ShownItem
    choice: BoundField
    word: BoundField


class OfferAnswerForm(forms.Form):
    """Of every part that was not answered yet; what is left empty waits."""

    token = token_field()

    def __init__(self, data: Mapping[str, Any] | None, *, proposal: ShownProposal) -> None:
        super().__init__(data)
        self.proposal, self.items = proposal, proposal.open_items
        self.conditional = {
            f"{name}_{shown.item.pk}" for shown in self.items for name in ("antwoord", "woord")
        }
        for shown in self.items:
            self.fields[f"antwoord_{shown.item.pk}"] = forms.ChoiceField(
                label="Uw antwoord", choices=CHOICES, widget=forms.RadioSelect, required=False,
                error_messages={"invalid_choice": "Kies een van de mogelijkheden."},
            )  # fmt: skip
            self.fields[f"woord_{shown.item.pk}"] = FreeTextField(
                label="Toelichting of vraag",
                limit=800,
                rows=2,
                required=False,
                help_text="Nodig als dit niet past, of als u een vraag hebt.",
            )

    @property
    def rows(self) -> list[AnswerRow]:
        return [
            AnswerRow(shown, self[f"antwoord_{shown.item.pk}"], self[f"woord_{shown.item.pk}"])
            for shown in self.items
        ]

    @property
    def answers(self) -> dict[int, Answer]:
        """Also to what was answered since the page was opened: the service says whether that is the same."""
        late = {pk: Answer(choice) for pk, choice in self._late.items()}
        return late | {
            shown.item.pk: Answer(choice, self.cleaned_data.get(f"woord_{shown.item.pk}", ""))
            for shown in self.items
            if (choice := self.cleaned_data.get(f"antwoord_{shown.item.pk}"))
        }

    @property
    def _late(self) -> dict[int, str]:
        """Choices sent for parts that have an answer now, by the number of the item."""
        answered = [shown.item.pk for shown in self.proposal.items if shown.item.answer]
        sent = {pk: self.data.get(f"antwoord_{pk}", "") for pk in answered}
        return {pk: choice for pk, choice in sent.items() if choice in dict(CHOICES)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        otherwise = self.proposal.answered_otherwise(self._late)
        if otherwise:
            typed = [self.data.get(f"woord_{shown.item.pk}", "").strip() for shown in otherwise]
            told = zip(otherwise, typed, strict=True)
            self.add_error(None, [MEANWHILE, *(_what_stands(shown, word) for shown, word in told)])
        for pk, given in self.answers.items():
            word = f"woord_{pk}"
            if pk in self._late:
                continue
            if given.choice in NEEDS_WORD and word not in self.errors and not given.word:
                self.add_error(word, NEEDS_WORD[given.choice])
        if self.items and not self.answers:
            raise forms.ValidationError("Geef ten minste één antwoord.")
        return data


def _what_stands(shown: ShownItem, typed: str) -> str:
    answer = f"Op “{shown.title}” staat nu: {OfferAnswer(shown.item.answer).label}."
    word = f" Toelichting: {shown.item.word}" if shown.item.word else ""
    return f"{answer}{word}{f' U typte: “{typed}”' if typed else ''}"

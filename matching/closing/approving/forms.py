"""What somebody says of a case that it read."""

from typing import Any, TypedDict, cast

from django import forms

from krachtwijken.core.forms import FreeTextField
from matching.closing.approving.enums import Word


class WordSaid(TypedDict):
    word: Word
    reason: str
    seen: int


class CaseWordForm(forms.Form):
    conditional = frozenset({"reason"})
    word = forms.ChoiceField(
        label="Wat vindt u ervan?", choices=Word.choices, widget=forms.RadioSelect,
        error_messages={"required": "Kies een antwoord.", "invalid_choice": "Kies een van de mogelijkheden."},
    )  # fmt: skip
    reason = FreeTextField(
        label="Wat moet er eerst anders?", limit=2000, rows=4, required=False,
        help_text="Verplicht bij 'eerst aanpassen'. De gemeente leest dit. Noem geen namen of adressen van bewoners.",
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=32767)

    def offer_change_only(self) -> None:
        """As long as others are waited for the loket may not agree: nothing is offered that would be refused."""
        field = cast(forms.ChoiceField, self.fields["word"])
        field.choices = [(Word.CHANGE.value, Word.CHANGE.label)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_change = data.get("word") == Word.CHANGE
        if is_change and "reason" not in self.errors and not data.get("reason"):
            self.add_error("reason", "Schrijf op wat er eerst anders moet.")
        if data.get("word") == Word.AGREED:
            # The reason belongs to the other answer.
            data["reason"] = ""
        return data

    @property
    def said(self) -> WordSaid:
        """Once it is valid: as the services take it."""
        data = self.cleaned_data
        return {"word": Word(data["word"]), "reason": data["reason"], "seen": data["seen"]}


class WrittenWordForm(CaseWordForm):
    """What the loket heard of somebody else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["word"].label = "Wat zei deze persoon?"

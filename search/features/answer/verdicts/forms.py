"""Whether a find fits, and why."""

from typing import Any

from django import forms

from krachtwijken.accounts.types import Viewer
from krachtwijken.core.forms import FreeTextField
from search.features.answer.verdicts.enums import Verdict
from search.features.answer.verdicts.models import WHY_LENGTH
from search.features.answer.verdicts.selectors import is_key, may_judge


class VerdictForm(forms.Form):
    """One stands beside every find of a page: `anchor` tells their fields apart."""

    key = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label="Past dit bij uw probleem?",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies Ja of Nee.", "invalid_choice": "Kies Ja of Nee."},
    )
    why = FreeTextField(
        label="Waarom?",
        help_text=f"Hoogstens {WHY_LENGTH} tekens. Noem geen namen of adressen van bewoners.",
        limit=WHY_LENGTH,
        stored=WHY_LENGTH,
        rows=3,
        required=False,
    )

    def __init__(self, data: Any = None, *, key: str, viewer: Viewer) -> None:
        self.viewer = viewer
        self.anchor = anchor_of(key)
        super().__init__(data, initial={"key": key}, auto_id=f"{self.anchor}-%s")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not may_judge(self.viewer, cleaned.get("key", "")):
            raise forms.ValidationError("Dit staat niet meer op Krachtwijken. Uw oordeel is niet bewaard.")
        return cleaned

    def clean_verdict(self) -> Verdict:
        return Verdict(self.cleaned_data["verdict"])


def anchor_of(key: str) -> str:
    """Where a find stands on the page; of what is no key, nowhere."""
    return f"vondst-{key.replace(':', '-')}" if is_key(key) else "vondst-onbekend"

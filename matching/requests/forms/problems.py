"""What a request is about: what was read in it, and all other known problems."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from krachtwijken.core.models import ProblemLabel
from krachtwijken.core.versions import VersionedForm

MOST = 6
TOO_MANY = f"Kies er hooguit {MOST}: anders past alles een beetje."
UNKNOWN = "Kies uit de lijst."


class ProblemsForm(VersionedForm):
    """`here` are the problems it has now or that were read in its text, with the sentence of each; `more` all others."""

    here = forms.MultipleChoiceField(
        label="Klopt dit?", required=False, widget=forms.CheckboxSelectMultiple, help_text="Haal weg wat er niet staat.",
        error_messages={"invalid_choice": UNKNOWN},
    )  # fmt: skip
    more = forms.MultipleChoiceField(
        label="Een ander probleem toevoegen", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNKNOWN},
    )  # fmt: skip

    def __init__(self, *args: Any, now: Sequence[str], read: Mapping[str, str], **kwargs: Any) -> None:
        """`now` are codes, `read` sentences by code."""
        super().__init__(*args, **kwargs)
        labels = dict(ProblemLabel.objects.values_list("code", "label"))
        above = [code for code in dict.fromkeys([*now, *read]) if code in labels]
        self._offer("here", [(code, _with_sentence(labels[code], read.get(code, ""))) for code in above])
        self._offer("more", [(code, label) for code, label in labels.items() if code not in above])
        if not above:
            del self.fields["here"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # a choice field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["codes"] = [*data.get("here", ()), *data.get("more", ())]
        if len(data["codes"]) > MOST:
            self.add_error("more", TOO_MANY)
        return data


def _with_sentence(label: str, sentence: str) -> str:
    return f"{label}. In het verzoek staat: “{sentence}”" if sentence else label

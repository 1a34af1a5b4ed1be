"""What the loket writes of a rule that blocks."""

from collections.abc import Collection
from typing import Any

from django import forms

from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.versions import VersionedForm
from matching.requests.enums import RuleState
from matching.requests.forms.shared_text import COPIED, SharedTextField, is_copied

CHOOSE = {"required": "Kies een stand.", "invalid_choice": "Kies een van de mogelijkheden."}


NO_PLACE = "Noem geen gemeente en geen wijk."


class NewRuleForm(forms.Form):
    """Everybody reads the name, all who reported the answer. `copied_from` are the words of gemeenten, that nobody agreed to
    show."""

    name = SharedTextField(
        label="Welke wet of regeling?", limit=200, help_text=f"Iedereen leest dit. {NO_PLACE}"
    )
    article = FreeTextField(label="Welk artikel?", limit=60, required=False)
    what = SharedTextField(
        label="Wat blokkeert de regel?", limit=2000, rows=4,
        help_text="In uw eigen woorden. Hiermee zoeken wij meldingen die hetzelfde betekenen.",
    )  # fmt: skip

    def __init__(self, *args: Any, copied_from: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.copied_from = copied_from

    def clean_what(self) -> str:
        return self._own(self.cleaned_data["what"])

    def _own(self, text: str) -> str:
        if is_copied(text, self.copied_from):
            raise forms.ValidationError(COPIED)
        return text


class RuleForm(VersionedForm, NewRuleForm):
    route = SharedTextField(
        label="Wat kan zolang wel?", limit=2000, rows=4, required=False, help_text=NO_PLACE
    )
    department = FreeTextField(label="Welk departement?", limit=120, required=False)
    state = forms.ChoiceField(label="Stand", choices=RuleState.choices, error_messages=CHOOSE)

    def clean_route(self) -> str:
        return self._own(self.cleaned_data["route"])


class RuleAnswerForm(VersionedForm):
    text = SharedTextField(
        label="Eén antwoord aan iedereen die meldde", limit=3000, rows=8,
        help_text=f"Elke gemeente leest deze tekst bij het eigen verzoek, en krijgt hem per mail. {NO_PLACE}",
    )  # fmt: skip

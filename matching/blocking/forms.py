"""What the loket writes of a rule that blocks."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils import timezone

from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.versions import VersionedForm
from matching.blocking.clock import find_clock_mistakes
from matching.engagements.forms import date_field
from matching.requests.department_clock import DEPARTMENT_TERM
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
    department = SharedTextField(
        label="Welk departement?", limit=120, required=False,
        help_text="Ligt het knelpunt daar, dan leest iedereen dit op de openbare lijst.",
    )  # fmt: skip
    state = forms.ChoiceField(label="Stand", choices=RuleState.choices, error_messages=CHOOSE)
    department_since = date_field(
        "Sinds wanneer ligt het bij het departement?", required=False,
        help_text="Laat leeg als het vandaag is. Vul dit alleen in als het daar ligt of lag.",
    )  # fmt: skip
    answer_expected = date_field(
        "Wanneer verwacht u antwoord van het departement?", required=False,
        help_text=f"Laat leeg voor de gewone termijn: {DEPARTMENT_TERM} werkdagen.",
    )  # fmt: skip
    department_until = date_field(
        "Wanneer kwam het antwoord?", required=False,
        help_text="Op die dag stopt de klok. Laat leeg als het nu bij het departement ligt.",
    )  # fmt: skip

    def clean_route(self) -> str:
        return self._own(self.cleaned_data["route"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        mistakes = find_clock_mistakes(data, stored=self.initial, today=timezone.localdate())
        for name, why in mistakes.items():
            if name not in self.errors:
                self.add_error(name, why)
        return data


class RuleAnswerForm(VersionedForm):
    text = SharedTextField(
        label="Eén antwoord aan iedereen die meldde", limit=3000, rows=8,
        help_text=f"Elke gemeente leest deze tekst bij het eigen verzoek, en krijgt hem per mail. {NO_PLACE}",
    )  # fmt: skip

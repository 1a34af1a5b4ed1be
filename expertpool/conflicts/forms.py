"""Where somebody has an interest, and with whom they do not want to work."""

from datetime import date
from typing import Any

from django import forms

from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.models import Gemeente, Organisation

CHOOSE = {"required": "Kies een gemeente.", "invalid_choice": "Kies een gemeente uit de lijst."}


class InterestForm(forms.Form):
    gemeente = forms.ModelChoiceField(
        label="Gemeente", queryset=Gemeente.objects.all(), required=False, empty_label="Kies een gemeente",
        error_messages=CHOOSE,
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label="Of een organisatie",
        queryset=Organisation.objects.all(),
        required=False,
        empty_label="Kies een organisatie",
        error_messages={"invalid_choice": "Kies een organisatie uit de lijst."},
    )
    role = FreeTextField(
        label="Welk belang?", limit=120, help_text="Bijvoorbeeld: in dienst, adviseur, lid van de raad."
    )
    until = forms.DateField(
        label="Tot en met",
        required=False,
        help_text="Laat leeg als het nog loopt. Een belang telt mee tot twee jaar na het einde.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Vul een datum in, bijvoorbeeld 31-12-2026."},
    )

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and not 1950 <= until.year <= 2100:
            raise forms.ValidationError("Vul een datum in tussen 1950 en 2100.")
        return until

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("gemeente")) == bool(data.get("organisation")) and not self.errors:
            self.add_error("gemeente", "Kies een gemeente of een organisatie, en niet allebei.")
        return data


class ExclusionForm(forms.Form):
    excluded = forms.ModelChoiceField(
        label="Gemeente",
        queryset=Gemeente.objects.all(),
        empty_label="Kies een gemeente",
        error_messages=CHOOSE,
    )

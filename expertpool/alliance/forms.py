"""What an organisation fills in, and the tie that somebody of the pool chooses."""

from typing import Any

from django import forms

from expertpool.admission.forms import refuse_short_reason
from expertpool.alliance.selectors import joinable_organisations
from expertpool.sections.fields import FunctionField
from krachtwijken.accounts.selectors import alliance_of
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.models import Organisation
from krachtwijken.core.versions import VersionedForm


class OfferForm(VersionedForm):
    text = FreeTextField(
        label="Wat biedt uw organisatie?", limit=1000, rows=6, required=False,
        help_text="Iedereen leest dit. Maak het veld leeg om het aanbod weg te halen.",
    )  # fmt: skip


class BringForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label="Namens welke organisatie?", queryset=Organisation.objects.none(), empty_label="Kies",
        error_messages={"required": "Maak een keuze.", "invalid_choice": "Kies een van uw organisaties."},
    )  # fmt: skip
    title = FunctionField(label="Functie")
    email = forms.EmailField(
        label="E-mailadres van uw collega", max_length=200,
        help_text="Uw collega krijgt een mail en beslist zelf.",
        error_messages={"required": "Vul dit in.", "invalid": "Dit is geen e-mailadres."},
    )  # fmt: skip
    why = FreeTextField(label="Waarom past dit bij de pool?", limit=1000, rows=5)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = alliance_of(viewer)
        self.fields["organisation"].queryset = mine  # type: ignore[attr-defined] # a choice of rows
        self.initial.setdefault("organisation", mine.first())

    def clean_why(self) -> str:
        return refuse_short_reason(self.cleaned_data["why"])


class TieForm(VersionedForm):
    organisation = forms.ModelChoiceField(
        label="Uw organisatie", queryset=Organisation.objects.none(), required=False, empty_label="Geen, ik doe alles zelf",
        error_messages={"invalid_choice": "Kies een organisatie uit de lijst."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = joinable_organisations()  # type: ignore[attr-defined]

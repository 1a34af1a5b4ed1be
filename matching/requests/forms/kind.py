"""The loket chooses the kind of help, with a reason."""

from django import forms

from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.versions import VersionedForm
from matching.requests.enums import RequestKind


class KindChoiceForm(VersionedForm):
    kind = forms.ChoiceField(
        label="Soort hulp",
        choices=RequestKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een soort hulp.", "invalid_choice": "Kies een soort hulp."},
    )
    reason = FreeTextField(
        label="Waarom past deze hulp beter?", limit=1000, rows=4, help_text="De gemeente leest deze tekst."
    )

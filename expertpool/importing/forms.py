"""A sheet with people."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from expertpool.importing.columns import is_person_heading
from expertpool.importing.rules import reads_fates
from krachtwijken.accounts.selectors import alliance_of
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Organisation
from krachtwijken.core.sheets.reading import read_table
from krachtwijken.core.sheets.table import MOST_BYTES, FileRefusedError, Table


class PoolImportForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label="Namens welke organisatie?", queryset=Organisation.objects.none(), empty_label="Kies",
        error_messages={"required": "Maak een keuze.", "invalid_choice": "Kies een van uw organisaties."},
    )  # fmt: skip
    file = forms.FileField(
        label="Uw bestand",
        help_text="Een werkmap (.xlsx) of een CSV, met de koppen van het voorbeeldbestand.",
        error_messages={"required": "Kies een bestand.", "empty": "Dit bestand is leeg.",
                        "invalid": "Kies een bestand.", "missing": "Kies een bestand."},
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = alliance_of(viewer)
        if reads_fates(viewer):
            del self.fields["organisation"]
        else:
            self.fields["organisation"].queryset = mine  # type: ignore[attr-defined] # a choice of rows
            self.initial.setdefault("organisation", mine.first())
        self.file_name = ""

    def clean_file(self) -> Table:
        sent: UploadedFile = self.cleaned_data["file"]
        self.file_name = str(sent.name or "")
        # One more than may be: the reader says what is wrong.
        content = sent.read(MOST_BYTES + 1)
        try:
            return read_table(content, self.file_name, is_heading=is_person_heading)
        except FileRefusedError as error:
            raise forms.ValidationError(str(error)) from error

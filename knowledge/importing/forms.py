"""A file and the centre it is for; what cannot be read is told beside the file, before anything is kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from knowledge.importing.checking import heading_faults_of, table_of
from knowledge.importing.rules import centres_open_to
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.sheets.reading import EXTENSIONS
from krachtwijken.core.sheets.table import FileRefusedError, Table

CHOOSE_FILE = "Kies een bestand."
CHOOSE_CENTRE = "Kies een kenniscentrum."


class CaseImportForm(forms.Form):
    centre = forms.TypedChoiceField(
        label="Kenniscentrum",
        coerce=int,
        error_messages={"required": CHOOSE_CENTRE, "invalid_choice": CHOOSE_CENTRE},
    )
    file = forms.FileField(
        label="Bestand",
        help_text="XLSX of CSV, met de koppen van het voorbeeldbestand.",
        allow_empty_file=True,
        max_length=None,
        error_messages={"required": CHOOSE_FILE, "invalid": CHOOSE_FILE, "missing": CHOOSE_FILE},
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in EXTENSIONS)}),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file_name = ""
        self.centres = {centre.pk: centre for centre in centres_open_to(viewer)}
        choices = [(pk, centre.title) for pk, centre in self.centres.items()]
        field = self.fields["centre"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared above
        # Nothing to choose from one; of several none is chosen for somebody.
        field.choices = choices if len(choices) == 1 else [("", "Kies een kenniscentrum"), *choices]

    def clean_file(self) -> Table:
        """The table that the file holds."""
        file: UploadedFile = self.cleaned_data["file"]
        self.file_name = str(file.name)
        try:
            table = table_of(file.read(), self.file_name)
        except FileRefusedError as error:
            raise ValidationError(str(error)) from error
        faults = heading_faults_of(table)
        if faults:
            raise ValidationError(
                [f"“{fault.column}”: {fault.message}" if fault.column else fault.message for fault in faults]
            )
        return table

"""A text to begin with, what is left of it, and documents."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from knowledge.contributions.forms.steps import LABELS
from knowledge.contributions.provided import file_reader
from knowledge.contributions.services.filling import DROP, PLACES
from krachtwijken.core.forms import FreeTextField, refuse_personal_data
from krachtwijken.core.uploads import check_content

LONGEST_TEXT = 30_000
MOST_BYTES = 10 * 1024 * 1024
READABLE = ("docx", "pdf")
# Of the official who wrote the text; what stands below a mail is never published.
OF_THE_WRITER = ("phone", "email")
TOO_LARGE = "Dit bestand is groter dan 10 MB. Maak het kleiner of plak de tekst."
ONE_OF_BOTH = "Plak een tekst of kies een bestand."
WRONG_KIND = "Kies een bestand dat eindigt op .docx of .pdf."
CUT = "Het bestand is lang. Dit is het begin ervan; de rest kunt u hierna zelf plakken."


def _check_file(file: UploadedFile, kinds: tuple[str, ...], wrong_kind: str) -> str:
    """Raises ValidationError; gives the extension."""
    kind = PurePath(str(file.name)).suffix.lower().removeprefix(".")
    if kind not in kinds:
        raise ValidationError(wrong_kind, code="kind")
    if (file.size or 0) > MOST_BYTES:
        raise ValidationError(TOO_LARGE, code="large")
    check_content(file, kind)
    return kind


class PastedTextForm(forms.Form):
    """`text` ends up as what was pasted, or as what stands in the file."""

    text = FreeTextField(
        label="Uw tekst", limit=LONGEST_TEXT, rows=12, required=False, allowed=OF_THE_WRITER,
        help_text="Plak een verslag, memo of mail. Noem geen namen of adressen van bewoners.",
    )  # fmt: skip
    file = forms.FileField(
        label="Of kies een bestand", required=False, widget=forms.FileInput(attrs={"accept": ".docx,.pdf"}),
        help_text="Word (.docx) of PDF, tot 10 MB. Wij lezen alleen de tekst en bewaren het bestand niet.",
        error_messages={"empty": "Dit bestand is leeg.", "invalid": WRONG_KIND, "missing": WRONG_KIND},
    )  # fmt: skip
    # What was read from a file that may not be kept as it is: shown in the text area, to be mended there.
    read_text = ""

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data.get("file")
        if not file:
            return None
        kind = _check_file(file, READABLE, WRONG_KIND)
        read = file_reader.current()(file, kind)
        if read.error:
            raise ValidationError(read.error, code="unreadable")
        self.read_text = read.text
        if read.cut or len(read.text) > LONGEST_TEXT:
            self.read_text = read.text[:LONGEST_TEXT]
        refuse_personal_data(self.read_text, allowed=OF_THE_WRITER)
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed = data.get("text", "")
        if self.read_text and self.errors and not typed:
            # Beside its message, as if it had been pasted.
            shown = QueryDict(mutable=True)
            shown["text"] = self.read_text
            self.data = shown
        elif not self.errors:
            data["text"] = "\n\n".join(part for part in (typed, self.read_text) if part)
            if not data["text"]:
                self.add_error("text", ONE_OF_BOTH)
        return data


class RestForm(forms.Form):
    """For each piece where it goes; without a choice it stays. `seen` is how many there were."""

    def __init__(self, *args: Any, pieces: list[dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [("", "Laat nog staan"), *((name, LABELS[name]) for name in PLACES), (DROP, "Laat weg")]
        for number in range(len(pieces)):
            self.fields[f"place_{number}"] = forms.ChoiceField(
                label=f"Waar hoort stuk {number + 1}?",
                choices=places,
                required=False,
                error_messages={"invalid_choice": "Kies een van de mogelijkheden."},
            )
        self.pieces = pieces

    def places(self) -> dict[int, str]:
        return {
            number: self.cleaned_data[f"place_{number}"]
            for number in range(len(self.pieces))
            if self.cleaned_data.get(f"place_{number}")
        }

    def rows(self) -> list[tuple[dict[str, str], forms.BoundField]]:
        return [(piece, self[f"place_{number}"]) for number, piece in enumerate(self.pieces)]


class AttachmentForm(forms.Form):
    file = forms.FileField(
        label="Bijlage", widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.xlsx,.odt,.ods"}),
        help_text="Een verslag, plan of formulier: PDF, Word of Excel, tot 10 MB. Zet er geen gegevens van bewoners in.",
        error_messages={
            "required": "Kies een bestand.", "empty": "Dit bestand is leeg.",
            "invalid": "Kies een bestand.", "missing": "Kies een bestand.",
        },
    )  # fmt: skip

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        kinds = ("pdf", "docx", "xlsx", "odt", "ods")
        _check_file(file, kinds, "Kies een bestand dat eindigt op .pdf, .docx, .xlsx, .odt of .ods.")
        return file

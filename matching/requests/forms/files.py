"""A field for several files: checked by what they hold, never by their name alone."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from krachtwijken.core.text import clean_text
from krachtwijken.core.uploads import check_content
from matching.requests.models.file import NAME_LENGTH

KINDS = ("pdf", "docx", "xlsx", "odt", "png", "jpg", "jpeg")
MOST_FILES = 5
# All of them together go through one form (settings.LARGEST_BODY_OF_SHARERS).
MOST_BYTES = 10 * 1024 * 1024
HELP = "PDF, Word, Excel, ODT, PNG of JPEG. Ten hoogste vijf bestanden, samen 10 MB. Zet er geen gegevens van bewoners in."
CHOOSE_AGAIN = " Had u al bestanden gekozen? Kies die dan opnieuw: uw browser bewaart ze niet."
CHOOSE = "Kies een bestand."
WRONG_KIND = "{name}: dit soort bestand nemen wij niet aan. Kies PDF, Word, Excel, ODT, PNG of JPEG."
EMPTY = "{name}: dit bestand is leeg."
TOO_MANY = "U kunt ten hoogste vijf bestanden meesturen. Haal er een weg."
TOO_LARGE = "Uw bestanden zijn samen groter dan 10 MB. Maak ze kleiner, of stuur er minder mee."
MOST_NAME_READ = 1000


def tidy_name(given: str) -> str:
    """Without folders and without what no reader sees; its kind stays at the end."""
    name = clean_text(given[-MOST_NAME_READ:].replace("\\", "/"), max_length=MOST_NAME_READ)
    path = PurePath(" ".join(name.split()))
    suffix = path.suffix.lower()
    stem = path.name[: len(path.name) - len(suffix)].strip(" .\"'") or "bijlage"
    return f"{stem[: NAME_LENGTH - len(suffix)]}{suffix}"


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return list(files.getlist(name)) if isinstance(files, MultiValueDict) else []


class FilesField(forms.Field):
    """Gives a list of files, each under a clean name."""

    widget = FilesInput(attrs={"accept": ",".join(f".{kind}" for kind in KINDS)})

    def __init__(self, *, required: bool = False) -> None:
        super().__init__(
            label="Bijlagen", required=required, help_text=HELP, error_messages={"required": CHOOSE}
        )

    def clean(self, value: Any) -> list[UploadedFile]:
        files: list[UploadedFile] = super().clean(value) or []
        if len(files) > MOST_FILES:
            raise ValidationError(TOO_MANY, code="many")
        if sum(file.size or 0 for file in files) > MOST_BYTES:
            raise ValidationError(TOO_LARGE, code="large")
        faults = [fault for file in files for fault in _faults_of(file)]
        if faults:
            raise ValidationError(faults)
        return files


def _faults_of(file: UploadedFile) -> list[str]:
    name = tidy_name(str(file.name))
    kind = PurePath(name).suffix.removeprefix(".")
    file.name = name
    if not file.size:
        return [EMPTY.format(name=name)]
    if kind not in KINDS:
        return [WRONG_KIND.format(name=name)]
    try:
        check_content(file, kind)
    except ValidationError as error:
        return [f"{name}: {message}" for message in error.messages]
    return []


def ask_to_choose_again(form: forms.Form) -> None:
    """A form that comes back keeps what was typed, but no browser fills in files."""
    if form.is_bound:
        form.fields["files"].help_text = HELP + CHOOSE_AGAIN


class FilesForm(forms.Form):
    """Of the page of the wizard: without a file somebody goes on."""

    files = FilesField()  # type: ignore[assignment] # Django takes fields out of the class

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_to_choose_again(self)

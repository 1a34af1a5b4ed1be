"""What a visitor fills in. A field that people do not see catches programs that fill in everything."""

from django import forms

from knowledge.enums import ResultDirection
from knowledge.models.years import YEAR
from knowledge.reports.models import DoubtAbout
from krachtwijken.core.forms import FreeTextField, OpenForm

REQUIRED = {"required": "Kies een van de mogelijkheden.", "invalid_choice": "Kies een van de mogelijkheden."}
NO_RESIDENTS = "Noem geen namen of adressen van bewoners. U hoeft niet te zeggen wie u bent."


class DoubtForm(OpenForm):
    about = forms.ChoiceField(
        label="Wat is er aan de hand?",
        choices=DoubtAbout.choices,
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )
    text = FreeTextField(label="Wat klopt er niet?", limit=1500, rows=6, help_text=NO_RESIDENTS)


class ApproachReportForm(OpenForm):
    title = FreeTextField(label="Hoe heet de aanpak?", limit=120)
    where = FreeTextField(label="In welke gemeente of wijk?", limit=120)
    text = FreeTextField(label="Wat doen ze daar?", limit=1500, rows=6, help_text=NO_RESIDENTS)
    source_url = forms.URLField(
        label="Waar is er meer over te lezen?", required=False, assume_scheme="https", max_length=200,
        error_messages={"invalid": "Dit is geen adres van een pagina. Een adres begint met https://."},
    )  # fmt: skip


class ReplicationForm(OpenForm):
    """Another wijk took the approach over."""

    where = FreeTextField(label="In welke wijk en gemeente?", limit=120)
    year = forms.IntegerField(
        label="In welk jaar begon het daar?", validators=YEAR,
        error_messages={
            "required": "Vul een jaar in, zoals 2021.", "invalid": "Vul een jaar in, zoals 2021.",
            "min_value": "Vul een jaar in, zoals 2021.", "max_value": "Vul een jaar in, zoals 2021.",
        },
    )  # fmt: skip
    direction = forms.ChoiceField(
        label="Hoe liep het?",
        choices=ResultDirection.choices,
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )
    text = FreeTextField(
        label="Wat is aangepast, en wat kwam eruit?", limit=1500, rows=6, help_text=NO_RESIDENTS
    )
    source_url = forms.URLField(
        label="Waar is er meer over te lezen?", required=False, assume_scheme="https", max_length=200,
        error_messages={"invalid": "Dit is geen adres van een pagina. Een adres begint met https://."},
    )  # fmt: skip

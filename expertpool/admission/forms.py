"""What a visitor nominates with, what the person agrees with, and what the two who vet say."""

from django import forms

from expertpool.consents.texts import ABOUT_RINGS
from expertpool.enums import Visibility
from expertpool.models import NominatedBy
from expertpool.sections.fields import PICK, PICK_SOME, AreaFields, FunctionField, WhoFields, WorkFields
from krachtwijken.core.forms import FreeTextField, OpenForm
from krachtwijken.core.models import Theme

# Characters.
SHORTEST_REASON = 20
SHORTEST_VERDICT = 10


class NominateForm(OpenForm):
    by = forms.ChoiceField(
        label="Wie draagt u voor?", choices=NominatedBy.choices, widget=forms.RadioSelect, error_messages=PICK
    )
    title = FunctionField(label="Functie", help_text="Bijvoorbeeld: wijkmanager, schooldirecteur. Geen naam.")
    email = forms.EmailField(
        label="E-mailadres",
        max_length=200,
        help_text="Van wie u voordraagt. Draagt u uzelf voor? Vul dan uw eigen adres in. Wij vragen daar eerst om "
        "toestemming. Zonder ja gooien wij alles na 90 dagen weg.",
        error_messages={"required": "Vul dit in.", "invalid": "Dit is geen e-mailadres."},
    )
    why = FreeTextField(
        label="Waarom past dit bij de pool?",
        limit=1000,
        rows=5,
        help_text="Schrijf in een of twee zinnen wat deze persoon kan. Noem geen namen of adressen van bewoners. "
        "Wie u voordraagt, leest dit ook.",
    )

    def clean_why(self) -> str:
        return refuse_short_reason(self.cleaned_data["why"])


def refuse_short_reason(text: str) -> str:
    """Raises ValidationError for a word or two: the person and who vets can do nothing with those."""
    if len(text) < SHORTEST_REASON:
        raise forms.ValidationError(
            f"Vertel iets meer. Schrijf minstens {SHORTEST_REASON} tekens, bijvoorbeeld wat deze persoon al deed."
        )
    return text


class AgreeForm(WhoFields, WorkFields, AreaFields):
    summary = FreeTextField(label="In het kort: waarbij helpt u?", limit=500, rows=3)
    about = FreeTextField(label="Uw ervaring", limit=3000, rows=8)
    themes = forms.ModelMultipleChoiceField(
        label="Bij welke thema's?",
        queryset=Theme.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        error_messages=PICK_SOME,
    )
    days_per_month = forms.IntegerField(
        label="Dagen per maand", min_value=0, max_value=31,
        error_messages={
            "required": "Vul een getal in.", "invalid": "Vul een heel getal in.",
            "min_value": "Kies 0 of meer.", "max_value": "Kies hoogstens 31.",
        },
    )  # fmt: skip
    visibility = forms.ChoiceField(
        label="Wie mag uw profiel zien?",
        help_text=ABOUT_RINGS,
        choices=Visibility.choices,
        widget=forms.RadioSelect,
        error_messages=PICK,
    )
    agrees = forms.BooleanField(
        label="Ja, ik ga akkoord met de tekst hierboven",
        error_messages={"required": "Zonder uw akkoord mogen wij niets bewaren."},
    )
    field_order = (
        "title", "summary", "about", "levels", "roles", "themes", "days_per_month", "origin", "languages",
        "provinces", "area", "visibility", "agrees",
    )  # fmt: skip


class VetForm(forms.Form):
    agrees = forms.TypedChoiceField(
        label="Uw oordeel",
        help_text="Twee mensen oordelen. Zegt een van beiden nee, dan is de uitkomst meteen: niet toegelaten. Alleen met "
        "twee keer ja komt iemand in de pool.",
        choices=[("ja", "Toelaten"), ("nee", "Niet toelaten")],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
        error_messages=PICK,
    )
    reason = FreeTextField(label="Waarom?", limit=1000, rows=4)
    no_tie = forms.BooleanField(
        label="Ik heb geen belang bij deze persoon: geen familie, geen naaste collega, geen opdracht",
        error_messages={"required": "Hebt u wel een belang? Laat dan een collega oordelen."},
    )

    def clean_reason(self) -> str:
        """It is read back by the other who vets: one letter says nothing."""
        reason: str = self.cleaned_data["reason"]
        if len(reason) < SHORTEST_VERDICT:
            raise forms.ValidationError(f"Vertel iets meer. Schrijf minstens {SHORTEST_VERDICT} tekens.")
        return reason

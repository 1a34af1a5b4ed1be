"""Name and frequency of a saved search, and what is searched for."""

from typing import Any

from django import forms

from krachtwijken.core.privacy import find_personal_data
from krachtwijken.core.text import clean_text
from search.forms import ProblemForm
from search.results.params import MAX_WRITTEN, canonical, query_of, read
from search.saved.enums import Frequency
from search.saved.models import NAME_LENGTH

NO_NUL = "In uw tekst staat een teken dat wij niet kunnen lezen. Typ de tekst over."


def refuse_personal_data(text: str) -> None:
    findings = find_personal_data(text)
    if findings:
        raise forms.ValidationError(
            [f"{found.explanation} Het gaat om: {found.excerpt}" for found in findings[:5]]
        )


class SavedForm(forms.Form):
    name = forms.CharField(
        label="Naam",
        help_text="Zo herkent u deze zoekvraag in uw lijst en in uw mail.",
        max_length=NAME_LENGTH,
        error_messages={
            "required": "Geef de zoekvraag een naam.",
            "max_length": f"Deze naam is te lang. Houd het bij {NAME_LENGTH} tekens.",
            "null_characters_not_allowed": NO_NUL,
        },
    )
    frequency = forms.ChoiceField(
        label="Hoe vaak wilt u mail?",
        help_text="Wij mailen alleen als er iets nieuws is dat duidelijk past. Over personen mailen wij niet.",
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies hoe vaak u mail wilt.",
            "invalid_choice": "Kies een van de drie mogelijkheden.",
        },
    )

    def clean_name(self) -> str:
        name = " ".join(clean_text(self.cleaned_data["name"], max_length=NAME_LENGTH).split())
        if not name:
            raise forms.ValidationError("Geef de zoekvraag een naam.")
        refuse_personal_data(name)
        return name

    def clean_frequency(self) -> Frequency:
        return Frequency(self.cleaned_data["frequency"])


class SavedQueryForm(SavedForm):
    """The search travels along in a hidden field; whatever is in it is read as an address and written anew."""

    query = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("query", "name", "frequency")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["query"] = canonical(read(cleaned.get("query") or ""))
        words = query_of(read(cleaned["query"]))
        if not words:
            raise forms.ValidationError("Typ eerst woorden om op te zoeken. Bewaar daarna de zoekvraag.")
        if len(cleaned["query"]) > MAX_WRITTEN:
            raise forms.ValidationError(
                "Deze zoekvraag is te lang om te bewaren. Gebruik minder woorden of filters."
            )
        refuse_personal_data(words)
        return cleaned


class SavedProblemForm(SavedForm, ProblemForm):
    field_order = ("text", "name", "frequency")


def first_name_for(words: str) -> str:
    """A name to begin with: the first words."""
    short = " ".join(words.split())[:NAME_LENGTH]
    return short if len(short) < NAME_LENGTH else short.rsplit(" ", 1)[0]

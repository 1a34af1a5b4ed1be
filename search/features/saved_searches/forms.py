"""Name and frequency of a saved search, and what is searched for."""

from typing import Any

from django import forms

from krachtwijken.core.forms import FreeTextField, refuse_personal_data
from search.features.answer.forms import ProblemForm
from search.features.results_page.address import MAX_WRITTEN, canonical, parse_canonical, query_of
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.models import NAME_LENGTH


class SavedForm(forms.Form):
    name = FreeTextField(
        label="Naam",
        help_text="Zo herkent u deze zoekvraag in uw lijst en in uw mail.",
        limit=NAME_LENGTH,
        error_messages={
            "required": "Geef de zoekvraag een naam.",
            "max_length": f"Deze naam is te lang. Houd het bij {NAME_LENGTH} tekens.",
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

    def clean_frequency(self) -> Frequency:
        return Frequency(self.cleaned_data["frequency"])


class SavedQueryForm(SavedForm):
    """The search travels along in a hidden field; whatever is in it is read as an address and written anew."""

    query = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("query", "name", "frequency")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["query"] = canonical(parse_canonical(cleaned.get("query") or ""))
        words = query_of(parse_canonical(cleaned["query"]))
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

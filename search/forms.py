"""The problem text."""

from django import forms

from krachtwijken.core.privacy import find_personal_data
from krachtwijken.core.text import clean_text

MAX_CHARACTERS = 5000
MIN_WORDS = 4


class ProblemForm(forms.Form):
    text = forms.CharField(
        label="Wat is er aan de hand?",
        help_text="Schrijf of plak een tekst van hoogstens 5.000 tekens. Noem geen namen of adressen van bewoners.",
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=MAX_CHARACTERS,
        error_messages={
            "required": "Beschrijf eerst wat er aan de hand is.",
            "max_length": "Uw tekst is te lang: %(show_value)s tekens. Houd het bij 5.000.",
            "null_characters_not_allowed": "In uw tekst staat een teken dat wij niet kunnen lezen. Typ de tekst over.",
        },
    )

    def clean_text(self) -> str:
        text = clean_text(self.cleaned_data["text"], max_length=MAX_CHARACTERS)
        if len(text.split()) < MIN_WORDS:
            raise forms.ValidationError("Schrijf iets meer: met een hele zin vinden wij betere antwoorden.")
        findings = find_personal_data(text)
        if findings:
            raise forms.ValidationError(
                [f"{found.explanation} Het gaat om: {found.excerpt}" for found in findings[:5]]
            )
        return text

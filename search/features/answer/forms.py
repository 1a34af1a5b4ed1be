"""The problem text."""

from django import forms

from krachtwijken.core.forms import FreeTextField

MAX_CHARACTERS = 5000
MIN_WORDS = 4


class ProblemField(FreeTextField):
    def run_validators(self, value: str) -> None:
        super().run_validators(value)
        if value and len(value.split()) < MIN_WORDS:
            raise forms.ValidationError("Schrijf iets meer: met een hele zin vinden wij betere antwoorden.")


class ProblemForm(forms.Form):
    text = ProblemField(
        label="Wat is er aan de hand?",
        help_text="Schrijf of plak een tekst van hoogstens 5.000 tekens. Noem geen namen of adressen van bewoners.",
        limit=MAX_CHARACTERS,
        rows=10,
        error_messages={"required": "Beschrijf eerst wat er aan de hand is."},
    )

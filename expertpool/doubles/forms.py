"""The code from the other mail."""

from django import forms


class MergeForm(forms.Form):
    code = forms.CharField(
        label="De code uit de mail op uw andere adres",
        max_length=40,
        help_text="Acht cijfers. Zo weten wij dat beide adressen van u zijn.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": "Vul de code in.", "max_length": "Dit is te lang voor een code."},
    )

"""A call: what for and until when; for which cell stands in the address."""

from datetime import date, timedelta

from django import forms
from django.utils import timezone

from expertpool.control.forms import WRONG_DATE, date_input
from krachtwijken.core.forms import FreeTextField

LONGEST_CALL = timedelta(days=366)


class CallForm(forms.Form):
    text = FreeTextField(label="Wie zoekt u, en waarvoor?", limit=1000, rows=5)
    ends_on = forms.DateField(label="Open tot en met", widget=date_input(), error_messages=WRONG_DATE)

    def clean_ends_on(self) -> date:
        ends: date = self.cleaned_data["ends_on"]
        today = timezone.localdate()
        if not today <= ends <= today + LONGEST_CALL:
            raise forms.ValidationError("Kies een datum in het komende jaar.")
        return ends

"""When somebody is away."""

from typing import Any

from django import forms
from django.utils import timezone

WRONG_DATE = {"required": "Vul een datum in.", "invalid": "Vul een datum in, bijvoorbeeld 31-12-2026."}


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PauseForm(forms.Form):
    starts = forms.DateField(label="Van", widget=date_input(), error_messages=WRONG_DATE)
    ends = forms.DateField(label="Tot en met", widget=date_input(), error_messages=WRONG_DATE)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "Het einde ligt voor het begin.")
        elif ends and ends < timezone.localdate():
            self.add_error("ends", "Deze pauze is al voorbij.")
        elif ends and ends.year > timezone.localdate().year + 10:
            self.add_error("ends", "Kies een datum binnen tien jaar.")
        return data

"""What the loket does with a mail."""

from typing import Any

from django import forms

from krachtwijken.accounts.types import Viewer
from krachtwijken.core.forms import FreeTextField, PlainTextField
from matching.asides.models import About
from matching.mail_in.enums import RemovalReason
from matching.models import SupportRequest
from matching.requests.selectors import requests_visible_to

LIMIT = 5000


class PlaceMailForm(forms.Form):
    """`text` comes filled in, and is what the thread will show: whoever places a mail decides what of it. With `about` the
    mail may go into the thread with who helps, which no gemeente reads."""

    reference = PlainTextField(
        label="Bij welk verzoek?", max_length=20, help_text="Het kenmerk, bijvoorbeeld KW-2026-0001.",
        error_messages={"required": "Vul dit in.", "max_length": "Een kenmerk is korter. Kijk het na."},
    )  # fmt: skip
    text = FreeTextField(
        label="Tekst voor het gesprek", limit=LIMIT, rows=8,
        help_text="Haal gegevens van bewoners weg. Het bericht komt op naam van het loket.",
    )  # fmt: skip
    is_aside = forms.BooleanField(required=False)
    is_internal = forms.BooleanField(label="Alleen voor het loket: de gemeente ziet dit niet", required=False)

    def __init__(self, *args: Any, viewer: Viewer, about: About | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer, self.about = viewer, about
        if about is None:
            del self.fields["is_aside"]
        else:
            self.fields["is_aside"].label = f"In het gesprek met {about.whom}: de gemeente ziet dit niet"
            self.fields["is_aside"].initial = True

    def clean_reference(self) -> SupportRequest:
        reference = self.cleaned_data["reference"].strip().upper()
        request = requests_visible_to(self.viewer).filter(reference=reference).first()
        if request is None:
            raise forms.ValidationError("Dit kenmerk kennen wij niet.")
        return request

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        request = data.get("reference")
        if data.get("is_aside") and self.about is not None and request not in (None, self.about.request):
            self.add_error("reference", f"Dit gesprek hoort bij {self.about.request.reference}.")
        return data


class AnswerMailForm(forms.Form):
    text = FreeTextField(label="Uw antwoord", limit=LIMIT, rows=6)


class RemoveMailForm(forms.Form):
    reason = forms.ChoiceField(
        label="Waarom?",
        choices=[("", "Kies een reden"), *RemovalReason.choices],
        error_messages={"required": "Kies een reden.", "invalid_choice": "Kies een reden uit de lijst."},
    )

"""What the loket decides, with its reason."""

from typing import Any

from django import forms

from krachtwijken.core.forms import FreeTextField
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.workflow import ALLOWED, DECISIONS

REQUIRED = {"required": "Vul dit in.", "invalid_choice": "Kies een van de mogelijkheden."}


class DecisionForm(forms.Form):
    to = forms.ChoiceField(label="Besluit", widget=forms.RadioSelect, error_messages=REQUIRED)
    reason = FreeTextField(label="Reden", limit=3000, rows=5, help_text="De gemeente leest deze tekst.")
    alternative = FreeTextField(
        label="Andere route",
        limit=2000,
        rows=3,
        required=False,
        help_text="Verplicht als u het verzoek afwijst.",
    )

    def __init__(self, *args: Any, request: SupportRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = ALLOWED[RequestStatus(request.status)]
        self.fields["to"].choices = [(to.value, to.label) for to in DECISIONS if to in allowed]  # type: ignore[attr-defined] # a choice field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("to") == RequestStatus.AFGEWEZEN and not data.get("alternative"):
            self.add_error("alternative", "Noem een andere route: waar kan de gemeente wel terecht?")
        return data

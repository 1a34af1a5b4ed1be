"""The loket chooses the kind of help, with a reason."""

from typing import Any

from django import forms

from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.versions import VersionedForm
from matching.models import SupportRequest
from matching.requests.enums import RequestKind, RequestStatus
from matching.requests.rules import DOES_NOT_FIT, why_kind_does_not_fit

CHOOSE = "Kies een soort hulp."


class KindChoiceForm(VersionedForm):
    kind = forms.ChoiceField(
        label="Soort hulp",
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    reason = FreeTextField(
        label="Waarom past deze hulp beter?", limit=1000, rows=4, help_text="De gemeente leest deze tekst."
    )

    def __init__(self, *args: Any, request: SupportRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        # The one that it has stays, also when it does not fit any more.
        field.choices = [  # type: ignore[attr-defined] # a choice field
            (kind.value, kind.label)
            for kind in RequestKind
            if kind == request.kind or not why_kind_does_not_fit(kind, request)
        ]
        field.error_messages["invalid_choice"] = DOES_NOT_FIT.get(RequestStatus(request.status), CHOOSE)

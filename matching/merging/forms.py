"""In which request another goes on, and why."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator

from krachtwijken.core.forms import FreeTextField
from matching.models import SupportRequest

# Of the problem, beside its number.
WORDS = 20
PICK = {
    "required": "Kies een verzoek.",
    "invalid_choice": "Dit verzoek loopt niet meer, of is van een andere gemeente.",
}


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        SupportRequest.objects.none(),
        label="In welk verzoek gaat dit op?",
        to_field_name="reference",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages=PICK,
    )
    reason = FreeTextField(
        label="Waarom is het hetzelfde?",
        limit=1000,
        rows=4,
        help_text="De gemeente leest dit in de mail. Noem geen namen.",
    )

    def __init__(self, *args: Any, others: QuerySet[SupportRequest], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - stands above
        field.queryset = others
        field.label_from_instance = _label  # type: ignore[method-assign, assignment] # as Django's own docs do


def _label(request: SupportRequest) -> str:
    wijk = request.wijk.name if request.wijk else request.gemeente.name
    return f"{request.reference}, {wijk}, van {request.created_at:%d-%m-%Y}: {Truncator(request.problem).words(WORDS)}"

"""What the loket decides, with its reason."""

from typing import Any

from django import forms
from django.http import QueryDict

from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.versions import LONGEST_MARK
from matching.models import SupportRequest
from matching.requests.enums import RefusalReason, RequestStatus
from matching.requests.unused_answers import mark_of_answers, unused_answers
from matching.requests.workflow import DECISIONS, instead_of, steps_from

LEFT_OUT = (
    "De gemeente leest deze antwoorden op deelvragen nog niet: {0}. Ze staan niet in uw tekst. Maak er bij ‘Deelvragen’ één "
    "antwoord van. Of verstuur nog een keer, als het zo goed is."
)
REQUIRED = {"required": "Vul dit in.", "invalid_choice": "Kies een van de mogelijkheden."}


class DecisionForm(forms.Form):
    conditional = frozenset({"alternative", "refusal"})
    to = forms.ChoiceField(label="Besluit", widget=forms.RadioSelect, error_messages=REQUIRED)
    refusal = forms.ChoiceField(
        label="Waarom wijst u het af?",
        choices=[("", "Kies"), *RefusalReason.choices],
        required=False,
        error_messages=REQUIRED,
        help_text="Alleen als u het verzoek afwijst. De gemeente leest dit.",
    )
    reason = FreeTextField(label="Reden", limit=3000, rows=5, help_text="De gemeente leest deze tekst.")
    alternative = FreeTextField(
        label="Andere route",
        limit=2000,
        rows=3,
        required=False,
        help_text="Verplicht als u het verzoek afwijst.",
    )
    # Which answers of parts this form was told to leave out.
    told_parts = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_MARK)

    def __init__(self, *args: Any, request: SupportRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        allowed = [to for to in DECISIONS if to in steps_from(RequestStatus(request.status), request.kind)]
        self.may_decide = bool(allowed)
        # Of what came too late the choice is shown again, as all that was typed is.
        shown = allowed or (DECISIONS if self.is_bound else ())
        field = self.fields["to"]
        field.choices = [(to.value, to.label) for to in shown]  # type: ignore[attr-defined] # a choice field
        if allowed and (instead := instead_of(RequestStatus.BEANTWOORD, request.kind)):
            # Said beforehand, and to who chose it before the kind was another one.
            field.help_text = "" if self.is_bound else instead
            field.error_messages["invalid_choice"] = instead

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._tell_unused_answers(data)
        if data.get("to") != RequestStatus.AFGEWEZEN:
            return data
        if not data.get("refusal") and "refusal" not in self.errors:
            self.add_error("refusal", "Kies waarom u het verzoek afwijst.")
        if not data.get("alternative"):
            self.add_error("alternative", "Noem een andere route: waar kan de gemeente wel terecht?")
        return data

    def _tell_unused_answers(self, data: dict[str, Any]) -> None:
        """Once: who sends again has read it."""
        if not data.get("to") or not data.get("reason"):
            return
        unused = unused_answers.current()(self.request, data["reason"])
        mark = mark_of_answers(unused)
        if mark in ("", data.get("told_parts")):
            return
        self.add_error("reason", LEFT_OUT.format(", ".join(dict.fromkeys(one.whom for one in unused))))
        sent = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        sent["told_parts"] = mark
        self.data = sent

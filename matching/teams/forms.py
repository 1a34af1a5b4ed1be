"""What somebody writes of a team."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from krachtwijken.core.forms import FreeTextField, function_only
from krachtwijken.core.versions import VersionedForm
from matching.conversation.forms import FAR, token_field
from matching.engagements.forms import date_field
from matching.models import AdoptionTeam
from matching.teams.enums import BlockadeKind, TeamRole
from matching.teams.selectors import missions_to_seat

CHOOSE = {"required": "Kies een van de mogelijkheden.", "invalid_choice": "Kies een van de mogelijkheden."}


def past_day(day: date) -> date:
    """Raises ValidationError for a day that is still to come, or too long ago to be meant."""
    today = timezone.localdate()
    if day > today:
        raise forms.ValidationError("Deze dag moet nog komen.")
    if today - day > FAR:
        raise forms.ValidationError("Dit is meer dan vijf jaar geleden. Klopt het jaar?")
    return day


class TeamForm(VersionedForm):
    assignment = FreeTextField(label="Wat is de opdracht van het team?", limit=2000, rows=5)
    starts_on = date_field("Begin", required=False)
    ends_on = date_field("Klaar op")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("starts_on"), data.get("ends_on")
        if end and abs(end - timezone.localdate()) > FAR:
            self.add_error("ends_on", "Kies een dag binnen vijf jaar.")
        elif start and end and end <= start:
            self.add_error("ends_on", "Het einde moet na het begin liggen.")
        return data


class MemberForm(forms.Form):
    role = forms.ChoiceField(label="Rol", choices=TeamRole.choices, error_messages=CHOOSE)
    mission = forms.ChoiceField(label="Wie zei ja op een uitnodiging?", required=False, error_messages=CHOOSE)
    function = FreeTextField(
        label="Of: de functie van iemand zonder uitnodiging", limit=120, required=False,
        help_text="Een functie, geen naam. Bijvoorbeeld: wethouder wonen.",
    )  # fmt: skip

    def __init__(self, *args: Any, team: AdoptionTeam, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missions = {str(row.pk): row for row in missions_to_seat(team)}
        self.fields["mission"].choices = [  # type: ignore[attr-defined] # a choice field
            ("", "Niemand van deze lijst"),
            *((key, row.invitation.whom) for key, row in self.missions.items()),
        ]

    def clean_function(self) -> str:
        return function_only(self.cleaned_data["function"], example="wethouder wonen")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_right = not {"mission", "function"} & set(self.errors)
        mission, function = bool(data.get("mission")), bool(data.get("function"))
        if is_right and mission == function:
            end = " Niet allebei." if mission else ""
            self.add_error("function", f"Kies iemand uit de lijst, of schrijf een functie.{end}")
        return data


class BlockadeForm(VersionedForm):
    text = FreeTextField(label="Wat houdt tegen?", limit=1000, rows=3)
    held_by = FreeTextField(
        label="Bij wie zit het vast?", limit=120,
        help_text="Een functie of organisatie, geen naam. Bijvoorbeeld: directeur van de corporatie.",
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Wat voor blokkade is het?", choices=BlockadeKind.choices, error_messages=CHOOSE
    )
    noted_on = date_field("Sinds wanneer?")
    token = token_field()

    def clean_held_by(self) -> str:
        return function_only(self.cleaned_data["held_by"], example="directeur van de corporatie")

    def clean_noted_on(self) -> date:
        return past_day(self.cleaned_data["noted_on"])


class BreakthroughForm(forms.Form):
    broken_on = date_field("Wanneer brak het los?")
    breakthrough = FreeTextField(label="Wat gaf de doorbraak?", limit=1000, rows=3)

    def __init__(self, *args: Any, noted_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.noted_on = noted_on

    def clean_broken_on(self) -> date:
        day = past_day(self.cleaned_data["broken_on"])
        if day < self.noted_on:
            raise forms.ValidationError("Deze dag ligt voor de dag waarop de blokkade werd gezien.")
        return day


class LessonsForm(VersionedForm):
    lessons = FreeTextField(
        label="Wat leerde het team?", limit=3000, rows=8,
        help_text="Wat hielp, wat niet, en wat kan een andere wijk hiervan gebruiken? Noem geen namen.",
    )  # fmt: skip

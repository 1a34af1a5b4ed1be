"""Which request is linked, and what all of them read."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from expertpool.sections.fields import FunctionField
from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.versions import VersionedForm
from matching.joint.enums import SessionReply
from matching.parts.forms import DATE
from matching.requests.forms.shared_text import SharedTextField

# Nobody plans a talk further ahead; a year that is typed wrong is.
FURTHEST = timedelta(days=2 * 365 + 1)


class JointTitleForm(VersionedForm):
    title = SharedTextField(
        label="Waar gaat de gezamenlijke vraag over?", limit=200,
        help_text="De gemeenten lezen dit. Noem geen gemeente en geen wijk.",
    )  # fmt: skip


class LinkForm(JointTitleForm):
    """`other` by its number; the list gives it, or somebody types it. A question that is there has its title."""

    other = FreeTextField(
        label="Kenmerk van het andere verzoek", limit=20, help_text="Bijvoorbeeld: KW-2030-0012."
    )

    def __init__(self, *args: Any, has_title: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_title:
            del self.fields["title"]

    def clean_other(self) -> str:
        other: str = self.cleaned_data["other"]
        return other.upper()


class SessionForm(VersionedForm):
    note = SharedTextField(
        label="Bericht aan alle gemeenten", limit=2000, rows=5,
        help_text="Bijvoorbeeld: waarover u samenkomt, en voor wie het is. Noem geen gemeente en geen wijk.",
    )  # fmt: skip
    session_on = forms.DateField(
        label="Dag van de sessie", required=False, input_formats=["%Y-%m-%d", "%d-%m-%Y"], error_messages=DATE,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip

    session_time = forms.TimeField(
        label="Tijd van de sessie", required=False, error_messages={"invalid": "Vul een tijd in, zoals 14:30."},
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )  # fmt: skip
    place = FreeTextField(
        label="Plaats of link", limit=300, required=False,
        help_text="Alleen de gemeenten van deze gezamenlijke vraag lezen dit.",
    )  # fmt: skip

    def clean_session_on(self) -> Any:
        day: date | None = self.cleaned_data["session_on"]
        today = timezone.localdate()
        if day is not None and day < today:
            raise forms.ValidationError("Kies vandaag of een dag die nog komt.")
        if day is not None and day > today + FURTHEST:
            raise forms.ValidationError("Kies een dag binnen twee jaar.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_planned = data.get("session_on") is not None or "session_on" in self.errors
        if not is_planned and (data.get("session_time") or data.get("place")):
            self.add_error("session_on", "Kies ook de dag van de sessie.")
        now, at = timezone.localtime(), data.get("session_time")
        if at is not None and data.get("session_on") == now.date() and at <= now.time():
            self.add_error("session_time", "Dit tijdstip is vandaag al voorbij. Kies een later tijdstip.")
        return data


# More of one gemeente is a mistake.
MOST_PEOPLE = 20


class SessionReplyForm(VersionedForm):
    reply = forms.ChoiceField(
        label="Komt u?", choices=SessionReply.choices, widget=forms.RadioSelect,
        error_messages={"required": "Kies een antwoord.", "invalid_choice": "Kies een van de mogelijkheden."},
    )  # fmt: skip
    people = forms.IntegerField(
        label="Met hoeveel mensen komt u?", min_value=1, max_value=MOST_PEOPLE, required=False,
        help_text="Komt u? Dan hebben wij dit nodig.",
        error_messages={
            "invalid": "Vul een heel getal in.", "min_value": "Kies 1 of meer.",
            "max_value": f"Kies hoogstens {MOST_PEOPLE}. Wilt u met meer mensen komen? Overleg dan met het loket.",
        },
    )  # fmt: skip
    functions = FunctionField(
        label="Wie komen er?", limit=200, required=False,
        help_text="Schrijf functies, geen namen. Bijvoorbeeld: wijkmanager en beleidsadviseur wonen. Alleen het loket leest dit.",
    )  # fmt: skip
    shows_name = forms.BooleanField(
        label="Andere gemeenten die komen, mogen onze naam zien", required=False,
        help_text="Alleen de naam van uw gemeente, nooit uw verzoek. U ziet dan ook de naam van wie dit zelf aanzette.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reply") == SessionReply.COMES:
            for name, why in (
                ("people", "Vul in met hoeveel mensen u komt."),
                ("functions", "Schrijf welke functies er komen."),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, why)
        return data

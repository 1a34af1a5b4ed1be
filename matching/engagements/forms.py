"""The forms of the loket and of who was asked."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from expertpool.models import ExpertProfile
from krachtwijken.core.forms import FreeTextField
from matching.engagements.enums import DeclineCode, Reply, StopCode
from matching.engagements.models import MOST_DAYS
from matching.engagements.rules import LONGEST_TERM, answer_term_from, is_in_pause
from matching.models import SupportRequest
from matching.requests.kinds.registry import norm_of

NEEDED = {"required": "Vul dit in.", "invalid": "Vul een heel getal in."}
DATE = {
    "required": "Kies een datum.",
    "invalid": "Dit is geen datum die wij kennen. Schrijf bijvoorbeeld 3-9-2030.",
}
# What a browser without a calendar sends too.
DATE_FORMATS = ["%Y-%m-%d", "%d-%m-%Y"]
USUAL_DAYS = 5
STARTS_IN_OWN_PAUSE = (
    "Op de gevraagde dag hebt u een pauze. Kies een andere datum, of haal de pauze eerst weg in uw profiel."
)
IN_OWN_PAUSE = "Dan hebt u een pauze. Kies een andere datum, of haal de pauze eerst weg in uw profiel."


def date_field(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, widget=widget, input_formats=DATE_FORMATS, error_messages=DATE, **options
    )


def _is_past(day: date | None) -> bool:
    return day is not None and day < timezone.localdate()


def _days_to_ask(request: SupportRequest, profile: ExpertProfile) -> int:
    """What the gemeente asked for this kind of help; else what this person has, within what the kind allows."""
    asked = request.own_answers.get(request.kind, {}).get("dagen")
    if isinstance(asked, int):
        return asked
    return max(1, min(profile.days_per_month, USUAL_DAYS, norm_of(request.kind).days or USUAL_DAYS))


class InviteForm(forms.Form):
    message = FreeTextField(
        label="Wat is de vraag?",
        limit=3000,
        rows=9,
        help_text="Deze tekst leest de persoon die u uitnodigt. Pas hem aan: noem geen namen van bewoners.",
    )
    days = forms.IntegerField(
        label="Aantal dagen",
        min_value=1,
        max_value=MOST_DAYS,
        error_messages={
            **NEEDED,
            "min_value": "Kies 1 of meer.",
            "max_value": f"Kies hoogstens {MOST_DAYS}.",
        },
    )
    start = date_field("Gewenste start", required=False)
    answer_by = date_field("Antwoord uiterlijk op", help_text="De link in de mail werkt tot en met deze dag.")
    overrule = FreeTextField(
        label="Waarom nodigt u toch uit?",
        limit=1000,
        rows=3,
        help_text="Deze persoon zit vol. Alleen met een reden kan het toch. Uw naam komt erbij te staan.",
    )

    def __init__(
        self,
        *args: Any,
        request: SupportRequest,
        profile: ExpertProfile,
        is_full: bool,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault(
            "initial",
            {
                "message": f"{request.problem}\n\nGewenst resultaat: {request.wanted}",
                "days": _days_to_ask(request, profile),
                "answer_by": answer_term_from(timezone.localdate(), request.kind),
            },
        )
        super().__init__(*args, **kwargs)
        # What a gemeente may count on, it reads with the kind of help.
        self.most_days = norm_of(request.kind).days
        self.fields["days"].help_text = (
            f"Bij deze soort hulp hoogstens {self.most_days}." if self.most_days else ""
        )
        self.asked_why = self.fields["overrule"]
        self.asked_why.required = True
        if not is_full:
            del self.fields["overrule"]

    def show_overrule(self) -> None:
        """Somebody else took the last room meanwhile."""
        self.fields.setdefault("overrule", self.asked_why)

    def clean_days(self) -> int:
        days: int = self.cleaned_data["days"]
        if self.most_days and days > self.most_days:
            raise forms.ValidationError(
                f"Bij deze soort hulp horen hoogstens {self.most_days} dagen. Is er meer nodig? Kies dan eerst een andere "
                "soort hulp voor dit verzoek."
            )
        return days

    def clean_start(self) -> date | None:
        start: date | None = self.cleaned_data["start"]
        if _is_past(start):
            raise forms.ValidationError("Deze datum is al voorbij.")
        return start

    def clean_answer_by(self) -> date:
        answer_by: date = self.cleaned_data["answer_by"]
        today = timezone.localdate()
        if not today < answer_by <= today + LONGEST_TERM:
            raise forms.ValidationError("Kies een dag na vandaag, hoogstens twee maanden verder.")
        return answer_by


class AnswerForm(forms.Form):
    reply = forms.ChoiceField(
        label="Uw antwoord",
        choices=Reply.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies een antwoord.",
            "invalid_choice": "Kies een antwoord uit de lijst.",
        },
    )
    proposed_start = date_field(
        "Welke datum komt u uit?", required=False, help_text="Alleen bij een andere datum."
    )
    code = forms.ChoiceField(
        label="Waarom niet?",
        choices=[("", "Kies een reden"), *DeclineCode.choices],
        required=False,
        help_text="Alleen als u nee zegt. Het helpt het loket om beter te vragen.",
        error_messages={"invalid_choice": "Kies een reden uit de lijst."},
    )
    words = FreeTextField(label="Wilt u er iets bij zeggen?", limit=1000, rows=3, required=False)

    def __init__(
        self, *args: Any, profile: ExpertProfile | None = None, start: date | None = None, **kwargs: Any
    ) -> None:
        """`start` is the day that the loket asks for."""
        super().__init__(*args, **kwargs)
        self.profile = profile
        self.start = start

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        reply, start = data.get("reply"), data.get("proposed_start")
        if reply == Reply.OTHER_DATE and "proposed_start" not in self.errors:
            if start is None:
                self.add_error("proposed_start", "Noem de datum waarop u wel kunt beginnen.")
            elif _is_past(start):
                self.add_error("proposed_start", "Deze datum is al voorbij.")
            elif self.profile and is_in_pause(self.profile, start):
                self.add_error("proposed_start", IN_OWN_PAUSE)
        if reply == Reply.YES and self.profile and self.start and is_in_pause(self.profile, self.start):
            self.add_error("reply", STARTS_IN_OWN_PAUSE)
        if reply == Reply.NO and not data.get("code") and "code" not in self.errors:
            self.add_error("code", "Kies een reden.")
        return data


class ReportForm(forms.Form):
    report = FreeTextField(
        label="Uw verslag",
        limit=5000,
        rows=10,
        help_text="Wat deed u, wat hielp, wat niet? Noem geen namen van bewoners.",
    )


class StopForm(forms.Form):
    reason = FreeTextField(label="Waarom breekt u de opdracht af?", limit=1000, rows=3)


class LeaveForm(forms.Form):
    code = forms.ChoiceField(
        label="Waarom stopt u?",
        choices=[("", "Kies een reden"), *StopCode.choices],
        error_messages={"required": "Kies een reden.", "invalid_choice": "Kies een reden uit de lijst."},
    )
    words = FreeTextField(
        label="Wilt u het loket er iets bij vertellen?",
        limit=1000,
        rows=4,
        required=False,
        help_text="Bijvoorbeeld: wat is al gedaan, en wat moet nog? Schrijf niets over uw gezondheid.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("code") == StopCode.OTHER and not data.get("words") and "words" not in self.errors:
            self.add_error("words", "Schrijf kort waarom u stopt.")
        return data

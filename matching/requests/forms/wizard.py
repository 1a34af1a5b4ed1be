"""The steps of the wizard, one thing a page."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html

from krachtwijken.accounts.models import User
from krachtwijken.accounts.selectors import gemeenten_of
from krachtwijken.core.enums import Programme
from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.models import Wijk
from matching.requests.enums import KIND_UNKNOWN, Urgency
from matching.requests.forms.contacts import ContactForm
from matching.requests.forms.own_fields import DayField, OwnQuestionsForm
from matching.requests.kinds.registry import TYPES, course_of
from matching.requests.kinds.types import BEFORE_THE_KIND, Page

LONGEST_CONFIDENTIAL = timedelta(days=5 * 366)
REQUIRED = {"required": "Vul dit in.", "invalid_choice": "Kies een van de mogelijkheden."}


class PlaceForm(forms.Form):
    wijk_id = forms.TypedChoiceField(label="Wijk", coerce=int, empty_value=None, error_messages=REQUIRED)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wijken = Wijk.objects.filter(gemeente__in=gemeenten_of(user)).select_related("gemeente")
        names = dict(Programme.choices)
        choices = [
            (wijk.pk, f"{wijk.name} ({wijk.gemeente.name}, {names[wijk.programme]})") for wijk in wijken
        ]
        self.fields["wijk_id"].choices = [("", "Kies een wijk"), *choices]  # type: ignore[attr-defined] # a choice field


class KindForm(forms.Form):
    kind = forms.ChoiceField(label="Soort hulp", widget=forms.RadioSelect, error_messages=REQUIRED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined] # a choice field
            *(
                (kind, _with_hint(one.kind.label, f"{one.help} {one.norm_sentence}"))
                for kind, one in TYPES.items()
            ),
            (
                KIND_UNKNOWN,
                _with_hint("Ik weet het niet", "Het loket kiest de hulp die bij uw probleem past."),
            ),
        ]


def _with_hint(label: str, hint: str) -> str:
    return format_html('{} <span class="kw-choice__hint">{}</span>', label, hint)


class ProblemStepForm(forms.Form):
    problem = FreeTextField(
        label="Het probleem",
        limit=5000,
        rows=12,
        help_text="Schrijf of plak uw verhaal: wat is er aan de hand, en wat vraagt u? Noem geen namen of adressen van "
        "bewoners. Ten hoogste 5.000 tekens.",
    )


class TriedForm(forms.Form):
    tried = FreeTextField(label="Wat u al probeerde, en wat u tegenhoudt", limit=3000, rows=8, required=False)


class WantedForm(forms.Form):
    wanted = FreeTextField(label="Wanneer bent u tevreden?", limit=2000, rows=6)
    urgency = forms.ChoiceField(
        label="Hoeveel haast heeft het?",
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )


class LimitsForm(forms.Form):
    """What the loket keeps in mind. Nothing of it must be filled in."""

    excluded = FreeTextField(
        label="Wie wilt u liever niet?",
        limit=600,
        rows=4,
        required=False,
        help_text="Mensen of organisaties die hier niet passen, bijvoorbeeld omdat zij al betrokken zijn. Alleen het "
        "loket en uw gemeente lezen dit.",
        # Of people who work on the problem, never of residents.
        allowed=("person",),
    )
    confidential_until = DayField(
        label="Is uw verzoek vertrouwelijk? Tot en met welke dag?",
        required=False,
        help_text="Tot en met die dag telt uw verzoek nergens mee in openbare aantallen.",
    )

    def clean_confidential_until(self) -> str:
        day: str = self.cleaned_data["confidential_until"]
        if day and day < timezone.localdate().isoformat():
            raise forms.ValidationError("Kies vandaag of een dag die nog komt.")
        if day > (timezone.localdate() + LONGEST_CONFIDENTIAL).isoformat():
            raise forms.ValidationError("Kies een dag binnen vijf jaar.")
        return day


STEPS: dict[str, type[forms.Form]] = {
    Page.PROBLEM: ProblemStepForm,
    Page.PLACE: PlaceForm,
    Page.KIND: KindForm,
    Page.OWN: OwnQuestionsForm,
    Page.TRIED: TriedForm,
    Page.WANTED: WantedForm,
    Page.LIMITS: LimitsForm,
    Page.CONTACT: ContactForm,
}
# Between the pages that ask stands one that shows, and one that takes files.
KNOWN, FILES = Page.KNOWN, Page.FILES

TITLES: dict[str, str] = {
    Page.PROBLEM: "Wat is het probleem?",
    Page.KNOWN: "Dit is al bekend",
    Page.PLACE: "Om welke wijk gaat het?",
    Page.KIND: "Welke hulp past?",
    Page.OWN: "Vragen bij deze hulp",
    Page.TRIED: "Wat hebt u al geprobeerd?",
    Page.WANTED: "Wat wilt u bereiken?",
    Page.LIMITS: "Waar houden wij rekening mee?",
    Page.FILES: "Wilt u bestanden meesturen?",
    Page.CONTACT: "Wie kunnen wij bellen?",
}
CONTACT_HINT = (
    "Alleen het loket en uw gemeente zien dit, en wie u komt helpen zolang de opdracht loopt. Uw accountmanager ziet alleen "
    "de functies."
)


def pages_for(answers: Mapping[str, Any]) -> list[str]:
    """In their order: those up to the kind, and those that this kind has."""
    return [*BEFORE_THE_KIND, *course_of(str(answers.get("kind") or "")).pages]

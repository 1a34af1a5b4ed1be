"""The steps of the wizard, one thing a page."""

from typing import Any

from django import forms

from krachtwijken.accounts.models import User
from krachtwijken.accounts.selectors import gemeenten_of
from krachtwijken.core.enums import Programme
from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.models import Wijk
from matching.requests.enums import RequestKind, Urgency

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
    kind = forms.ChoiceField(
        label="Soort hulp", choices=RequestKind.choices, widget=forms.RadioSelect, error_messages=REQUIRED,
        help_text="Twijfelt u? Kies wat het dichtst in de buurt komt. Het loket denkt mee.",
    )  # fmt: skip


class ProblemStepForm(forms.Form):
    problem = FreeTextField(
        label="Het probleem", limit=5000, rows=12, help_text="Noem geen namen of adressen van bewoners."
    )


class TriedForm(forms.Form):
    tried = FreeTextField(label="Wat u al probeerde, en wat u tegenhoudt", limit=3000, required=False)


class WantedForm(forms.Form):
    wanted = FreeTextField(label="Wanneer bent u tevreden?", limit=2000)
    urgency = forms.ChoiceField(
        label="Hoeveel haast heeft het?",
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )


class ContactForm(forms.Form):
    contact = FreeTextField(
        label="Functie", limit=120, help_text="Noem de functie, zoals: projectleider wijkaanpak."
    )


STEPS: dict[str, type[forms.Form]] = {
    "wijk": PlaceForm,
    "soort": KindForm,
    "probleem": ProblemStepForm,
    "geprobeerd": TriedForm,
    "doel": WantedForm,
    "contact": ContactForm,
}

TITLES = {
    "wijk": "Om welke wijk gaat het?",
    "soort": "Welke hulp zoekt u?",
    "probleem": "Wat is het probleem?",
    "geprobeerd": "Wat hebt u al geprobeerd?",
    "doel": "Wat wilt u bereiken?",
    "contact": "Wie kunnen wij bellen?",
}

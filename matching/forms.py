"""The steps of the wizard, one thing a page, and the decision of the loket."""

from typing import Any

from django import forms

from krachtwijken.accounts.models import User
from krachtwijken.accounts.selectors import gemeenten_of
from krachtwijken.core.enums import Programme
from krachtwijken.core.models import Wijk
from krachtwijken.core.privacy import find_personal_data
from krachtwijken.core.text import clean_text
from matching.enums import RequestKind, RequestStatus, Urgency
from matching.models import SupportRequest
from matching.state import ALLOWED, DECISIONS

REQUIRED = {"required": "Vul dit in.", "invalid_choice": "Kies een van de mogelijkheden."}


class CleanText(forms.CharField):
    """Long text without control characters and without personal data of residents."""

    def __init__(self, *, limit: int, rows: int = 6, **kwargs: Any) -> None:
        messages = {**REQUIRED, "max_length": f"Uw tekst is te lang. Houd het bij {limit} tekens."}
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=limit, widget=widget, error_messages=messages, **kwargs)
        self.limit = limit

    def to_python(self, value: Any) -> str:
        return clean_text(str(value or ""), max_length=self.limit + 1)

    def validate(self, value: str) -> None:
        super().validate(value)
        findings = find_personal_data(value)
        if findings:
            raise forms.ValidationError(
                [f"{found.explanation} Het gaat om: {found.excerpt}" for found in findings[:5]]
            )


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


class ProblemForm(forms.Form):
    problem = CleanText(
        label="Het probleem", limit=5000, rows=12, help_text="Noem geen namen of adressen van bewoners."
    )


class TriedForm(forms.Form):
    tried = CleanText(label="Wat u al probeerde, en wat u tegenhoudt", limit=3000, required=False)


class WantedForm(forms.Form):
    wanted = CleanText(label="Wanneer bent u tevreden?", limit=2000)
    urgency = forms.ChoiceField(
        label="Hoeveel haast heeft het?",
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )


class ContactForm(forms.Form):
    contact = CleanText(
        label="Functie", limit=120, rows=1, help_text="Noem de functie, zoals: projectleider wijkaanpak."
    )


class DecisionForm(forms.Form):
    to = forms.ChoiceField(label="Besluit", widget=forms.RadioSelect, error_messages=REQUIRED)
    reason = CleanText(label="Reden", limit=3000, rows=5, help_text="De gemeente leest deze tekst.")
    alternative = CleanText(
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


STEPS: dict[str, type[forms.Form]] = {
    "wijk": PlaceForm,
    "soort": KindForm,
    "probleem": ProblemForm,
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

"""What somebody of a gemeente fills in without an account, and what the loket decides with."""

from typing import Any

from django import forms

from krachtwijken.accounts.applying.domains import find_domain
from krachtwijken.accounts.applying.selectors import gemeente_called
from krachtwijken.accounts.models import AccountApplication
from krachtwijken.core.forms import FreeTextField, OpenForm, function_only
from krachtwijken.core.models import Gemeente

PICK = {"required": "Maak een keuze.", "invalid_choice": "Kies een van de mogelijkheden."}
OTHER = "anders"
# Digits do not stand in the name of a gemeente, nor signs of an address.
NO_NAME = "Schrijf alleen de naam van de gemeente, zoals Bergen op Zoom."


def gemeente_choices() -> list[tuple[str, str]]:
    known = [(str(pk), name) for pk, name in Gemeente.objects.values_list("pk", "name")]
    return [("", "Kies uw gemeente"), (OTHER, "Mijn gemeente staat er niet bij"), *known]


class GemeenteNameField(FreeTextField):
    def clean(self, value: Any) -> str:
        name = str(super().clean(value))
        if any(not (letter.isalpha() or letter in " '’-.()") for letter in name):
            raise forms.ValidationError(NO_NAME)
        return name


class ApplyForm(OpenForm):
    gemeente = forms.ChoiceField(
        label="Voor welke gemeente werkt u?",
        choices=gemeente_choices,
        error_messages={**PICK, "required": "Kies uw gemeente, of kies dat die er niet bij staat."},
    )
    gemeente_name = GemeenteNameField(
        label="Staat uw gemeente er niet bij? Schrijf dan hier de naam",
        limit=60,
        required=False,
        help_text="De officiële naam. Bijvoorbeeld: 's-Hertogenbosch.",
    )
    name = forms.CharField(
        label="Uw naam",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Vul uw naam in.", "max_length": "Houd het bij 120 tekens."},
    )
    title = FreeTextField(
        label="Uw functie", limit=120, help_text="Bijvoorbeeld: wijkmanager, beleidsadviseur wonen."
    )
    email = forms.EmailField(
        label="Uw mailadres bij de gemeente",
        max_length=200,
        help_text="Wij sturen daar een link heen. Pas als u die opent, leest het loket uw aanvraag.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Vul uw mailadres in.", "invalid": "Dit is geen mailadres. Vul een heel adres in, zoals naam@arnhem.nl.",
            "max_length": "Houd het bij 200 tekens.",
        },
    )  # fmt: skip
    why = FreeTextField(
        label="Waarvoor wilt u een account?",
        limit=1000,
        rows=5,
        help_text="Eén of twee zinnen zijn genoeg. Noem geen namen of adressen van bewoners.",
    )

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if any(not letter.isprintable() for letter in name) or "/" in name or "@" in name:
            raise forms.ValidationError("Vul alleen uw naam in.")
        return name

    def clean_title(self) -> str:
        return function_only(self.cleaned_data["title"], example="wijkmanager")

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "gemeente" in self.errors or "gemeente_name" in self.errors:
            return self.cleaned_data
        chosen, typed = self.cleaned_data["gemeente"], self.cleaned_data["gemeente_name"]
        gemeente = None if chosen == OTHER else Gemeente.objects.filter(pk=chosen).first()
        if gemeente is None and not typed:
            self.add_error("gemeente_name", "Schrijf de naam van uw gemeente.")
        elif gemeente is not None and typed and gemeente_called(typed) != gemeente:
            self.add_error(
                "gemeente_name", "U koos al een gemeente. Maak dit vak leeg, of kies hierboven anders."
            )
        else:
            self.cleaned_data["gemeente"] = gemeente or gemeente_called(typed)
        return self.cleaned_data


class DecideForm(forms.Form):
    gives = forms.TypedChoiceField(
        label="Uw besluit",
        choices=[("ja", "Maak een account met de rol Gemeente"), ("nee", "Wijs af")],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
        error_messages=PICK,
    )
    gemeente = forms.ModelChoiceField(
        Gemeente.objects.all(),
        label="Voor welke gemeente?",
        required=False,
        help_text="Bij een account. Deze persoon ziet de verzoeken van deze gemeente.",
        error_messages=PICK,
    )
    gemeente_name = GemeenteNameField(
        label="Naam van de nieuwe gemeente",
        limit=60,
        required=False,
        help_text="Alleen als de gemeente nog niet op deze site staat. Kijk of de naam klopt.",
    )
    checked = forms.BooleanField(
        label="Ik heb nagevraagd dat deze persoon bij de gemeente werkt, bijvoorbeeld door de gemeente te bellen",
        required=False,
    )
    reason = FreeTextField(
        label="Waarom niet?",
        limit=1000,
        rows=4,
        required=False,
        help_text="Alleen als u afwijst. Wie het vroeg, leest dit in de mail.",
    )

    def __init__(self, *args: Any, application: AccountApplication, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application
        self.initial.update(gemeente=application.gemeente_id, gemeente_name=application.gemeente_name)
        if application.gemeente_id is not None:
            del self.fields["gemeente_name"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("gives") is False and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Schrijf waarom u afwijst.")
        if data.get("gives") and not {"gemeente", "gemeente_name"} & self.errors.keys():
            self._clean_gift(data)
        return data

    def _clean_gift(self, data: dict[str, Any]) -> None:
        typed = data.get("gemeente_name", "")
        gemeente = data["gemeente"] = data.get("gemeente") or (gemeente_called(typed) if typed else None)
        if gemeente is None and not typed:
            self.add_error("gemeente", "Kies een gemeente.")
        elif not data.get("checked") and not find_domain(self.application.email, gemeente).is_own:
            self.add_error("checked", "Vraag dit eerst na, want het mailadres laat het niet zien.")

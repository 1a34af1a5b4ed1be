"""What the loket writes in the register, and who tells of a visit."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from krachtwijken.core.forms import FreeTextField, function_only
from krachtwijken.core.models import Wijk
from krachtwijken.core.versions import VersionedForm
from matching.conversation.forms import FAR, token_field
from matching.couplings.enums import CouplingKind
from matching.couplings.selectors import missions_to_couple
from matching.couplings.services import CouplingFacts
from matching.engagements.forms import date_field
from matching.models import Coupling, SupportRequest

CHOOSE = {"required": "Kies een van de mogelijkheden.", "invalid_choice": "Kies een van de mogelijkheden."}
TOO_FAR = "Kies een dag binnen vijf jaar."


class WijkField(forms.ModelChoiceField):
    """With its gemeente: several have a wijk of the same name."""

    def label_from_instance(self, obj: Wijk) -> str:
        return f"{obj.name} ({obj.gemeente.name})"


class CouplingForm(VersionedForm):
    wijk = WijkField(Wijk.objects.none(), label="Wijk", empty_label="Kies een wijk", error_messages=CHOOSE)
    kind = forms.ChoiceField(label="Wie is het?", choices=CouplingKind.choices, error_messages=CHOOSE)
    mission = forms.ChoiceField(label="Wie zei ja op een uitnodiging?", required=False, error_messages=CHOOSE)
    function = FreeTextField(
        label="Functie", limit=120, required=False,
        help_text="Bijvoorbeeld: minister voor Wonen. Iedereen leest dit.",
    )  # fmt: skip
    name = FreeTextField(
        label="Naam", limit=120, required=False, allowed=("person",),
        help_text="Alleen van wie de naam openbaar mag zijn. Laat dit anders leeg.",
    )  # fmt: skip
    name_may_be_public = forms.BooleanField(
        label="De naam mag openbaar zijn: deze persoon heeft een openbaar ambt of zei ja", required=False
    )
    purpose = FreeTextField(
        label="Waarvoor is de koppeling?", limit=1000, rows=4, help_text="Iedereen leest dit."
    )
    starts_on = date_field("Begin")
    ends_on = date_field("Einde", required=False)
    token = token_field()

    def __init__(
        self,
        *args: Any,
        request: SupportRequest | None = None,
        coupling: Coupling | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.missions = {str(row.pk): row for row in missions_to_couple(request)} if coupling is None else {}
        self.fields["wijk"].queryset = Wijk.objects.select_related("gemeente")  # type: ignore[attr-defined]
        self.fields["mission"].choices = [  # type: ignore[attr-defined] # a choice field
            ("", "Niemand van deze lijst"),
            *((key, row.invitation.whom) for key, row in self.missions.items()),
        ]
        if not self.missions:
            del self.fields["mission"]
        if coupling is not None or (request is not None and request.wijk is not None):
            del self.fields["wijk"]
        if coupling is not None:
            del self.fields["token"]
        self.is_of_pool = coupling is not None and coupling.came_by_invitation
        if self.is_of_pool:
            for name in ("function", "name", "name_may_be_public"):
                del self.fields[name]

    def clean_function(self) -> str:
        return function_only(self.cleaned_data["function"], example="minister voor Wonen")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.is_of_pool:
            self._check_person(data)
        start, end = data.get("starts_on"), data.get("ends_on")
        today = timezone.localdate()
        for field, day in (("starts_on", start), ("ends_on", end)):
            if day and abs(day - today) > FAR:
                self.add_error(field, TOO_FAR)
        if start and end and end < start:
            self.add_error("ends_on", "Het einde ligt voor het begin.")
        return data

    def _check_person(self, data: dict[str, Any]) -> None:
        if "function" not in self.errors and bool(data.get("mission")) == bool(data.get("function")):
            end = " Niet allebei." if data.get("mission") else ""
            choose = f"Kies iemand uit de lijst, of schrijf een functie.{end}"
            self.add_error("function", choose if self.missions else "Vul dit in.")
        if data.get("name") and not data.get("name_may_be_public"):
            self.add_error(
                "name_may_be_public", "Zet een kruisje als de naam openbaar mag zijn, of haal de naam weg."
            )

    @property
    def facts(self) -> CouplingFacts:
        data = self.cleaned_data
        return CouplingFacts(
            CouplingKind(data["kind"]), data.get("function", ""), data.get("name", ""), data["purpose"],
            data["starts_on"], data["ends_on"],
        )  # fmt: skip


class VisitForm(forms.Form):
    planned_on = date_field("Wanneer is het bezoek?")
    token = token_field()

    def clean_planned_on(self) -> date:
        day: date = self.cleaned_data["planned_on"]
        if abs(day - timezone.localdate()) > FAR:
            raise forms.ValidationError(TOO_FAR)
        return day


class VisitReportForm(VersionedForm):
    held_on = date_field("Wanneer was het bezoek?")
    report = FreeTextField(
        label="Wat bracht het bezoek?", limit=2000, rows=6,
        help_text="Iedereen leest dit. Noem geen namen van bewoners.",
    )  # fmt: skip

    def clean_held_on(self) -> date:
        day: date = self.cleaned_data["held_on"]
        today = timezone.localdate()
        if day > today:
            raise forms.ValidationError("Deze dag moet nog komen.")
        if today - day > FAR:
            raise forms.ValidationError(TOO_FAR)
        return day

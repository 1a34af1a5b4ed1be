"""What the programme may fill in for somebody else."""

from typing import Any

from django import forms

from expertpool.desk.rules import rings_from
from expertpool.desk.services import ADJUSTABLE
from expertpool.models import ExpertProfile
from krachtwijken.core.forms import FreeTextField

WHOLE = {"invalid": "Vul een heel getal in.", "required": "Vul een getal in."}


class AdjustForm(forms.Form):
    days_per_month = forms.IntegerField(
        label="Dagen per maand",
        help_text="Met 0 vraagt het loket deze persoon niet.",
        min_value=0,
        max_value=31,
        error_messages={**WHOLE, "min_value": "Kies 0 of meer.", "max_value": "Kies hoogstens 31."},
    )
    max_parallel = forms.IntegerField(
        label="Opdrachten tegelijk",
        min_value=0,
        max_value=20,
        error_messages={**WHOLE, "min_value": "Kies 0 of meer.", "max_value": "Kies hoogstens 20."},
    )
    area = FreeTextField(label="Gebied", limit=200, required=False)
    visibility = forms.ChoiceField(
        label="Wie dit profiel ziet",
        help_text="U kunt dit kleiner maken, niet groter. Groter maken doet de persoon zelf.",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Maak een keuze.",
            "invalid_choice": "Dat kan alleen de persoon zelf kiezen.",
        },
    )

    def __init__(self, *args: Any, profile: ExpertProfile, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(profile, name) for name in ADJUSTABLE})
        super().__init__(*args, **kwargs)
        rings = [(ring.value, ring.label) for ring in rings_from(profile.visibility)]
        self.fields["visibility"].choices = rings  # type: ignore[attr-defined]

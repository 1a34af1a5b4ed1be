"""The owner's form."""

from datetime import date

from django import forms
from django.utils import timezone

from expertpool.consents.texts import ABOUT_RINGS
from expertpool.control.forms import WRONG_DATE, date_input
from expertpool.directory.services import EDITABLE
from expertpool.models import ExpertProfile
from krachtwijken.core.forms import FreeTextField
from krachtwijken.core.versions import VersionedForm

# Years.
FURTHEST = 10


class ProfileForm(VersionedForm, forms.ModelForm[ExpertProfile]):
    summary = FreeTextField(label="In het kort", limit=500, rows=4)
    about = FreeTextField(label="Ervaring", limit=3000, rows=10)
    area = FreeTextField(label="Gebied", limit=200, required=False)

    available_until = forms.DateField(
        label="Beschikbaar tot en met",
        required=False,
        help_text="Laat leeg als er geen einde is.",
        widget=date_input(),
        error_messages=WRONG_DATE,
    )

    def clean_available_until(self) -> date | None:
        """A day that was set before and is over stays where it is; a new one lies ahead."""
        until: date | None = self.cleaned_data["available_until"]
        today = timezone.localdate()
        if until is None or until == self.instance.available_until:
            return until
        if until < today:
            raise forms.ValidationError("Deze datum is al voorbij. Kies een latere, of laat het veld leeg.")
        if until.year > today.year + FURTHEST:
            raise forms.ValidationError("Kies een datum binnen tien jaar, of laat het veld leeg.")
        return until

    class Meta:
        model = ExpertProfile
        fields = EDITABLE
        help_texts = {"visibility": ABOUT_RINGS}

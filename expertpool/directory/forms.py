"""The owner's form."""

from django import forms

from expertpool.directory.services import EDITABLE
from expertpool.models import ExpertProfile
from krachtwijken.core.forms import FreeTextField


class ProfileForm(forms.ModelForm[ExpertProfile]):
    summary = FreeTextField(label="In het kort", limit=500, rows=4)
    about = FreeTextField(label="Ervaring", limit=3000, rows=10)
    area = FreeTextField(label="Gebied", limit=200, required=False)

    class Meta:
        model = ExpertProfile
        fields = EDITABLE

"""A name for the work list as it is narrowed now, and what is done with the rows that are ticked."""

from typing import Any

from django import forms

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.core.forms import FreeTextField
from matching.requests.enums import Urgency


class WorkViewForm(forms.Form):
    name = FreeTextField(
        label="Bewaar deze lijst onder een naam", limit=60, help_text="Alleen u ziet uw weergaven."
    )


class ChosenForm(forms.Form):
    """One of both, as the button says (`doe`); the other may stay open."""

    conditional = frozenset({"owner", "urgency"})
    owner = forms.ModelChoiceField(
        User.objects.none(), label="Geef aan een collega", required=False, empty_label="Kies",
        error_messages={"invalid_choice": "Kies een collega uit de lijst."},
    )  # fmt: skip
    urgency = forms.ChoiceField(
        label="Verander de haast", required=False, choices=[("", "Kies"), *Urgency.choices],
        error_messages={"invalid_choice": "Kies een van de mogelijkheden."},
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = users_with_role(Role.LOKET).order_by("sort_name", "pk")  # type: ignore[attr-defined] # a field with a queryset

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        name, why = {
            "geef": ("owner", "Kies een collega."), "haast": ("urgency", "Kies hoeveel haast het heeft."),
        }.get(self.data.get("doe", ""), ("", ""))  # fmt: skip
        if name and name not in self.errors and not data.get(name):
            self.add_error(name, why)
        return data

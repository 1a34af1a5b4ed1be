"""How beheer makes and changes an account: address, name, roles, and for whom somebody works."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from wagtail.users.forms import UserCreationForm, UserEditForm

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import ROLE_VALUES, Role
from krachtwijken.core.models import Gemeente, Organisation

ROLE_LABELS = {role.value: role.label for role in Role}
BELONGS_TO = ("gemeenten", "organisations", "managed")


class RoleField(forms.ModelMultipleChoiceField):
    """Only roles: the section of a knowledge centre follows the organisation."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Group.objects.filter(name__in=ROLE_VALUES).order_by("name"), **kwargs)

    def label_from_instance(self, group: Group) -> str:
        return str(ROLE_LABELS[group.name])


def _many(queryset: Any, label: str, help_text: str) -> forms.ModelMultipleChoiceField:
    # A list of boxes shows what is chosen; a list to click with a key held down hides it.
    return forms.ModelMultipleChoiceField(
        queryset, label=label, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple
    )


class _AccountFields(forms.ModelForm):
    """What both forms share. `is_superuser` is not offered: nobody makes an account stronger than beheer here."""

    email = forms.EmailField(label="E-mailadres", max_length=254)
    name = forms.CharField(label="Naam of functie", max_length=120)
    groups = RoleField(label="Rollen", required=False)
    gemeenten = _many(
        Gemeente.objects.all(), "Gemeenten", "Voor wie een gemeente werkt: ziet haar verzoeken."
    )
    organisations = _many(
        Organisation.objects.all(), "Organisaties", "Voor wie schrijft voor een kenniscentrum."
    )
    managed = _many(
        Gemeente.objects.all(),
        "Accountmanager van",
        "Een gemeente heeft een accountmanager. Wie u hier kiest, neemt het over.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "is_superuser"):
            self.fields.pop(name, None)
        user: User = self.instance
        if user.pk:
            self.initial["groups"] = user.groups.filter(name__in=ROLE_VALUES)
            self.initial["gemeenten"] = Gemeente.objects.filter(memberships__user=user)
            self.initial["organisations"] = Organisation.objects.filter(memberships__user=user)
            self.initial["managed"] = Gemeente.objects.filter(account_management__user=user)

    def clean_email(self) -> str:
        """One account for one address, however it is written."""
        email = str(self.cleaned_data["email"]).strip().lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Er is al een account met dit e-mailadres.")
        return email

    def clean(self) -> dict[str, Any]:
        super().clean()
        roles = {group.name for group in self.cleaned_data.get("groups") or ()}
        for field, role in (
            ("gemeenten", Role.GEMEENTE), ("organisations", Role.KENNISCENTRUM), ("managed", Role.ACCOUNTMANAGER),
        ):  # fmt: skip
            if self.cleaned_data.get(field) and role.value not in roles:
                self.add_error(field, f"Dit hoort bij de rol {role.label}. Vink die rol ook aan.")
        return self.cleaned_data


class AccountCreationForm(_AccountFields, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = ["email", "name"]


class AccountEditForm(_AccountFields, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = ["email", "name", "is_active"]

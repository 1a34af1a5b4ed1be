"""How beheer makes and changes an account: address, name, roles, and for whom somebody works."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from wagtail.users.forms import UserCreationForm, UserEditForm

from krachtwijken.accounts.models import User
from krachtwijken.accounts.open_work import open_for_account
from krachtwijken.accounts.roles import ROLE_VALUES, Role
from krachtwijken.accounts.selectors import is_last_beheer
from krachtwijken.core.forms import PlainTextField
from krachtwijken.core.models import Gemeente, Organisation

ROLE_LABELS = {role.value: role.label for role in Role}
BELONGS_TO = ("gemeenten", "organisations", "managed")
OWN_BEHEER = "U kunt uw eigen rol Beheer niet weghalen. Vraag het aan een ander met de rol Beheer."
LAST_BEHEER = "Dit is het laatste account met de rol Beheer. Geef eerst een ander die rol."


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
    name = PlainTextField(label="Naam of functie", max_length=120)
    groups = RoleField(label="Rollen", required=False)
    gemeenten = _many(
        Gemeente.objects.all(), "Gemeenten", "Voor wie een gemeente werkt: ziet haar verzoeken."
    )
    organisations = _many(
        Organisation.objects.all(),
        "Organisaties",
        "Voor wie schrijft voor een kenniscentrum, of spreekt voor een organisatie.",
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
        for field, needed in (
            ("gemeenten", (Role.GEMEENTE,)), ("organisations", (Role.KENNISCENTRUM, Role.ORGANISATIE)),
            ("managed", (Role.ACCOUNTMANAGER,)),
        ):  # fmt: skip
            if self.cleaned_data.get(field) and not roles & {role.value for role in needed}:
                names = " of ".join(str(role.label) for role in needed)
                self.add_error(field, f"Dit hoort bij de rol {names}. Vink die rol ook aan.")
        # A closed account works for nobody; and where the field has its own fault, that is told first.
        is_open = self.cleaned_data.get("is_active", True)
        chosen = self.cleaned_data.get("gemeenten")
        if is_open and Role.GEMEENTE.value in roles and chosen is not None and not chosen:
            self.add_error("gemeenten", "Kies een gemeente. Zonder gemeente kan deze rol niets doen.")
        return self.cleaned_data


class AccountCreationForm(_AccountFields, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = ["email", "name"]


def _what_closing_does(user: User) -> str:
    """With what is open for this person, before it is done."""
    told = open_for_account.current()(user) if user.is_active else ()
    open_now = f" Nu staat open: {' '.join(told)}" if told else ""
    return f"Haalt u dit vinkje weg, dan kan deze persoon niet meer inloggen.{open_now}"


class AccountEditForm(_AccountFields, UserEditForm):
    """Whoever edits cannot lock the door of beheer: not the own role, and not the last one of all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.is_own = bool(kwargs.get("editing_self"))
        super().__init__(*args, **kwargs)
        if "is_active" in self.fields:
            self.fields["is_active"].help_text = _what_closing_does(self.instance)

    def clean_groups(self) -> Any:
        groups = self.cleaned_data["groups"]
        held = {group.name for group in self.initial["groups"]}
        if Role.BEHEER.value in held - {group.name for group in groups}:
            if self.is_own:
                raise ValidationError(OWN_BEHEER)
            if is_last_beheer(self.instance):
                raise ValidationError(LAST_BEHEER)
        return groups

    def clean_is_active(self) -> bool:
        is_active = bool(self.cleaned_data["is_active"])
        if not is_active and is_last_beheer(self.instance):
            raise ValidationError(LAST_BEHEER)
        return is_active

    class Meta(UserEditForm.Meta):
        fields = ["email", "name", "is_active"]

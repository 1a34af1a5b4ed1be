"""Who owns a request at the loket, and who stands in."""

from typing import Any

from django import forms

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.selectors import users_with_role
from krachtwijken.core.versions import VersionedForm
from matching.models import SupportRequest

CHOOSE = {"required": "Kies een collega.", "invalid_choice": "Kies een collega uit de lijst."}


class OwnerForm(VersionedForm):
    owner = forms.ModelChoiceField(
        User.objects.none(), label="Eigenaar", empty_label="Kies", error_messages=CHOOSE
    )
    deputy = forms.ModelChoiceField(
        User.objects.none(), label="Vervanger", required=False, empty_label="Niemand", error_messages=CHOOSE,
        help_text="Is het verzoek drie werkdagen te laat? Dan krijgt de vervanger een mail.",
    )  # fmt: skip

    def __init__(self, data: Any, *, request: SupportRequest) -> None:
        super().__init__(data, initial={"owner": request.owner_id, "deputy": request.deputy_id})
        colleagues = users_with_role(Role.LOKET).order_by("sort_name", "pk")
        for name in ("owner", "deputy"):
            self.fields[name].queryset = colleagues  # type: ignore[attr-defined] # a field with a queryset

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("owner") and data.get("owner") == data.get("deputy"):
            self.add_error("deputy", "Kies als vervanger iemand anders dan de eigenaar.")
        return data

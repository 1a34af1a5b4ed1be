"""What somebody says, and promises."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from krachtwijken.core.forms import FreeTextField, function_only
from krachtwijken.core.tokens import new_token
from matching.conversation.enums import PromiseState
from matching.requests.forms.files import FilesField, ask_to_choose_again

EXAMPLE = "wethouder wonen"
TOKEN_LENGTH = 40
FAR = timedelta(days=5 * 366)


def token_field() -> forms.CharField:
    """Of the page that was opened: what is sent twice from it is one."""
    return forms.CharField(widget=forms.HiddenInput, max_length=TOKEN_LENGTH, initial=new_token)


def typed_so_far(post: QueryDict) -> dict[str, Any]:
    """What somebody was typing who said to have read all, to fill the form in again; empty without words."""
    if not post.get("text", "").strip():
        return {}
    return {name: post[name] for name in ("text", "is_internal", "token") if name in post}


class MessageForm(forms.Form):
    text = FreeTextField(
        label="Uw bericht", limit=3000, rows=5, help_text="Noem geen namen of adressen van bewoners."
    )
    is_internal = forms.BooleanField(label="Alleen voor het loket: de gemeente ziet dit niet", required=False)
    token = token_field()

    def __init__(self, *args: Any, may_note: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_note:
            del self.fields["is_internal"]


class ThreadMessageForm(MessageForm):
    """In the thread with the gemeente files may go along; beside it, with who helps, words only."""

    files = FilesField()  # type: ignore[assignment] # Django takes fields out of the class
    field_order = ("text", "files", "is_internal", "token")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_to_choose_again(self)


class PromiseForm(forms.Form):
    text = FreeTextField(label="Wat is er toegezegd?", limit=600, rows=3)
    promised_by = FreeTextField(
        label="Door wie?", limit=120, help_text="Een functie, geen naam. Bijvoorbeeld: wethouder wonen."
    )
    promised_to = FreeTextField(
        label="Voor wie?", limit=120, help_text="Een functie of een groep. Bijvoorbeeld: de projectleider."
    )
    due_on = forms.DateField(
        label="Uiterlijk op", widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Vul dit in.", "invalid": "Dit is geen datum. Schrijf bijvoorbeeld 31-12-2030."},
    )  # fmt: skip
    token = token_field()

    def clean_due_on(self) -> date:
        due: date = self.cleaned_data["due_on"]
        today = timezone.localdate()
        if not today <= due <= today + FAR:
            raise forms.ValidationError("Kies een dag vanaf vandaag, binnen vijf jaar.")
        return due

    def clean_promised_by(self) -> str:
        return function_only(self.cleaned_data["promised_by"], example=EXAMPLE)

    def clean_promised_to(self) -> str:
        return function_only(self.cleaned_data["promised_to"], example=EXAMPLE)


class SettlePromiseForm(forms.Form):
    state = forms.ChoiceField(choices=PromiseState.choices)
    promise = forms.IntegerField(min_value=1, max_value=2**62)

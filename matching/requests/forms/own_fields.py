"""The page with the own questions of a kind, made from the registry."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from krachtwijken.core.forms import FreeTextField
from matching.requests.kinds.answers import PREFIX, read_day
from matching.requests.kinds.registry import fields_of
from matching.requests.kinds.types import OwnField, Shape

CHOOSE = {"required": "Kies een van de mogelijkheden.", "invalid_choice": "Kies een van de mogelijkheden."}
ROWS = 5


class DayField(forms.DateField):
    """A day that is kept in a draft as text (2027-03-01)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        messages = {
            "required": "Vul een datum in.",
            "invalid": "Dit is geen datum. Schrijf bijvoorbeeld 2027-03-01.",
        }
        super().__init__(error_messages=messages, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return read_day(value) or value if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        day: date | None = super().clean(value)
        return day.isoformat() if day else ""


class ComingDayField(DayField):
    """For a day by which something must be there: all days that the kinds of help ask for."""

    def clean(self, value: Any) -> str:
        day = super().clean(value)
        if day and day < timezone.localdate().isoformat():
            raise forms.ValidationError("Kies vandaag of een dag die nog komt.")
        return day


class WholeNumberField(forms.IntegerField):
    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        wrong = f"Vul een heel getal in van {least} tot en met {most}."
        names = ("required", "invalid", "min_value", "max_value")
        super().__init__(
            min_value=least, max_value=most, error_messages=dict.fromkeys(names, wrong), **kwargs
        )


class SeveralField(forms.MultipleChoiceField):
    def __init__(self, *, least: int, **kwargs: Any) -> None:
        self.least = least
        super().__init__(widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) < self.least:
            raise forms.ValidationError(f"Kruis er minstens {self.least} aan.", code="required")


def _one_line(field: OwnField, **common: Any) -> forms.Field:
    return FreeTextField(limit=field.limit, **common)


def _text(field: OwnField, **common: Any) -> forms.Field:
    return FreeTextField(limit=field.limit, rows=ROWS, **common)


def _number(field: OwnField, **common: Any) -> forms.Field:
    return WholeNumberField(least=field.least, most=field.limit, **common)


def _day(field: OwnField, **common: Any) -> forms.Field:
    return ComingDayField(**common)


def _choice(field: OwnField, **common: Any) -> forms.Field:
    return forms.ChoiceField(choices=field.choices, widget=forms.RadioSelect, error_messages=CHOOSE, **common)


def _several(field: OwnField, **common: Any) -> forms.Field:
    return SeveralField(choices=field.choices, least=field.least, **common)


MAKERS: dict[Shape, Callable[..., forms.Field]] = {
    Shape.LINE: _one_line, Shape.TEXT: _text, Shape.NUMBER: _number, Shape.DATE: _day, Shape.CHOICE: _choice,
    Shape.MANY: _several,
}  # fmt: skip


class OwnQuestionsForm(forms.Form):
    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in fields_of(kind):
            self.fields[f"{PREFIX}{field.code}"] = MAKERS[field.shape](
                field, label=field.label, help_text=field.help, required=field.required
            )

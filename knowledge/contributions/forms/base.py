"""What the pages share: a closed answer, a whole number, a long text."""

from collections.abc import Iterable
from typing import Any

from django import forms

from knowledge.models.case import YEAR
from krachtwijken.accounts.models import User
from krachtwijken.core.forms import FreeTextField

REQUIRED = {"required": "Vul dit in.", "invalid_choice": "Kies een van de mogelijkheden."}
NOT_A_NUMBER = "Vul een heel getal in."
LONG = 6000


class StepForm(forms.Form):
    """One page. `user` is who writes, `proposed` what was read from the other answers (see `ProblemsForm`)."""

    def __init__(self, *args: Any, user: User, proposed: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.proposed = user, list(proposed)
        self.set_choices()

    def set_choices(self) -> None:
        """For what depends on who writes."""


def long_text(label: str, *, limit: int = LONG, rows: int = 10, **kwargs: Any) -> FreeTextField:
    return FreeTextField(label=label, limit=limit, rows=rows, **kwargs)


def choice(label: str, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=REQUIRED, **kwargs
    )


def chosen(label: str, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    """A list that begins with nothing, and may stay so."""
    return forms.ChoiceField(
        label=label,
        choices=[("", "Kies"), *choices],
        required=False,
        error_messages=REQUIRED,
        **kwargs,
    )


def number(label: str, *, least: int, most: int, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Vul dit in.",
            "invalid": NOT_A_NUMBER,
            "min_value": f"Vul een getal in van {least} of hoger.",
            "max_value": f"Vul een getal in van {most} of lager.",
        },
        **kwargs,
    )


def year(label: str, **kwargs: Any) -> forms.IntegerField:
    return number(label, least=YEAR[0].limit_value, most=YEAR[1].limit_value, **kwargs)

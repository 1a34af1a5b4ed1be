"""What somebody is asked of the own work, once: for who agrees to a nomination, and for each part of a profile later."""

from collections.abc import Sequence
from typing import Any

from django import forms

from expertpool.enums import ExpertRole, Language, Level, Origin, Province
from krachtwijken.core.forms import FreeTextField, function_only

PICK = {"required": "Maak een keuze.", "invalid_choice": "Kies een van de mogelijkheden."}
PICK_SOME = {**PICK, "required": "Kies er minstens een."}
EXAMPLE = "wijkmanager"


def boxes(label: str, choices: Sequence[tuple[str, Any]], **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=PICK_SOME,
        **options,
    )


def number_choice(label: str, choices: Sequence[tuple[str, Any]]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, error_messages=PICK)


class FunctionField(FreeTextField):
    """What somebody does, without a name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"limit": 120, "help_text": "Bijvoorbeeld: wijkmanager. Geen naam.", **options})

    def clean(self, value: Any) -> Any:
        return function_only(super().clean(value), example=EXAMPLE)


class WhoFields(forms.Form):
    title = FunctionField(label="Uw functie")
    origin = forms.ChoiceField(
        label="Waar komt u vandaan?",
        choices=[("", "Zeg ik niet"), *Origin.choices],
        required=False,
        error_messages=PICK,
    )
    languages = boxes("Welke talen spreekt u?", Language.choices, required=False)


class WorkFields(forms.Form):
    levels = boxes("Op welk niveau werkt u?", Level.choices)
    roles = boxes("In welke rol?", ExpertRole.choices)


class AreaFields(forms.Form):
    provinces = boxes(
        "In welke provincies komt u?", Province.choices, required=False,
        help_text="Kies niets als u overal komt.",
    )  # fmt: skip
    area = FreeTextField(
        label="Wilt u daar iets bij zeggen?", limit=200, required=False,
        help_text="Bijvoorbeeld: alleen met het openbaar vervoer.",
    )  # fmt: skip


# What a question to oneself says, and the same question about somebody else.
OF_OTHER = (
    ("Uw functie", "Functie"), ("Zeg ik niet", "Niet bekend"), ("Niet mijn kracht", "Geen kracht"),
    ("vraagt men mij", "vraagt men deze persoon"), ("mijn profiel", "dit profiel"), ("komt u", "komt deze persoon"),
    ("spreekt u", "spreekt deze persoon"), ("werkt u", "werkt deze persoon"), ("kent u", "kent deze persoon"),
    ("deed u", "deed deze persoon"), ("als u overal", "als deze persoon overal"), ("waar u", "waar deze persoon"),
    ("wie u kan", "wie deze persoon kan"), ("Wilt u daar iets bij zeggen?", "Wat hoort daarbij?"),
)  # fmt: skip


def tell_of_other(form: forms.BaseForm) -> None:
    """The same questions, for whoever fills them in for somebody else."""
    for field in form.fields.values():
        field.label, field.help_text = _of_other(str(field.label or "")), _of_other(str(field.help_text))
        if isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            field.choices = [(value, _of_other(str(label))) for value, label in choices]


def _of_other(text: str) -> str:
    for own, other in OF_OTHER:
        text = text.replace(own, other)
    return text

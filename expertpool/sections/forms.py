"""The short parts of a profile, each a form of its own."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from expertpool.enums import Ability
from expertpool.sections.fields import PICK, AreaFields, WhoFields, WorkFields, number_choice
from krachtwijken.core.enums import Programme, ThemeCode
from krachtwijken.core.models import Wijk
from krachtwijken.core.versions import VersionedForm

DEPTHS = [("0", "Niet"), ("1", "Een beetje"), ("2", "Goed"), ("3", "Heel goed")]
SCORES = [("0", "Niet mijn kracht"), ("1", "Een beetje"), ("2", "Goed"), ("3", "Hier vraagt men mij voor")]
MOST_WIJKEN = 6
THEME_FIELD = "thema_"
WIJK_FIELD = "wijk_"


class SectionForm(VersionedForm):
    """`names`: the fields of the part. `stored`: what the service writes. `start`: what the form shows of that."""

    names: ClassVar[tuple[str, ...]] = ()

    def stored(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "versie"}

    @classmethod
    def start(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        return dict(values)


class WhoForm(WhoFields, SectionForm):
    names: ClassVar[tuple[str, ...]] = ("title", "origin", "languages")


class WorkForm(WorkFields, SectionForm):
    names: ClassVar[tuple[str, ...]] = ("levels", "roles", "themes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for theme in ThemeCode:
            self.fields[f"{THEME_FIELD}{theme.value}"] = number_choice(
                f"Hoe goed kent u {theme.label.lower()}?", DEPTHS
            )

    @classmethod
    def start(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        depths = values["themes"]
        themes = {f"{THEME_FIELD}{theme.value}": depths.get(theme.value, 0) for theme in ThemeCode}
        return {"levels": values["levels"], "roles": values["roles"], **themes}

    def stored(self) -> dict[str, Any]:
        data = self.cleaned_data
        depths = {theme.value: data[f"{THEME_FIELD}{theme.value}"] for theme in ThemeCode}
        themes = {code: depth for code, depth in depths.items() if depth}
        return {"levels": data["levels"], "roles": data["roles"], "themes": themes}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data[f"{THEME_FIELD}{theme.value}"] for theme in ThemeCode):
            self.add_error(f"{THEME_FIELD}{ThemeCode.values[0]}", "Kies minstens een thema dat u kent.")
        return data


class AbilityForm(SectionForm):
    names: ClassVar[tuple[str, ...]] = tuple(Ability.values)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for ability in Ability:
            self.fields[ability.value] = number_choice(str(ability.label), SCORES)


class AreaForm(AreaFields, SectionForm):
    names: ClassVar[tuple[str, ...]] = ("provinces", "area", "wijken")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wijken = Wijk.objects.select_related("gemeente")
        # A wijk of two programmes is there twice.
        names = dict(Programme.choices)
        choices = [
            ("", "Geen"),
            *((wijk.pk, f"{wijk.gemeente.name}, {wijk.name} ({names[wijk.programme]})") for wijk in wijken),
        ]
        for place in range(1, MOST_WIJKEN + 1):
            self.fields[f"{WIJK_FIELD}{place}"] = forms.TypedChoiceField(
                label=f"Wijk {place} waar u werkte", choices=choices, coerce=int, empty_value=None,
                required=False, error_messages=PICK,
            )  # fmt: skip

    @classmethod
    def start(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        wijken = {f"{WIJK_FIELD}{place}": pk for place, pk in enumerate(values["wijken"], start=1)}
        return {"provinces": values["provinces"], "area": values["area"], **wijken}

    def stored(self) -> dict[str, Any]:
        data = self.cleaned_data
        chosen = [data.get(f"{WIJK_FIELD}{place}") for place in range(1, MOST_WIJKEN + 1)]
        wijken = list(dict.fromkeys(pk for pk in chosen if pk))
        return {"provinces": data["provinces"], "area": data["area"], "wijken": wijken}


# Name in the address -> what it is called, and its form; in the order of the own page.
SECTIONS: dict[str, tuple[str, type[SectionForm]]] = {
    "wie": ("Wie u bent", WhoForm),
    "werk": ("Wat u doet", WorkForm),
    "krachten": ("Waar u sterk in bent", AbilityForm),
    "gebied": ("Waar u komt", AreaForm),
}
# The same parts, for an organisation that keeps them of somebody else.
TITLES_OF_OTHER: Mapping[str, str] = {
    "wie": "Wie deze persoon is",
    "werk": "Wat deze persoon doet",
    "krachten": "Waar deze persoon sterk in is",
    "gebied": "Waar deze persoon komt",
}

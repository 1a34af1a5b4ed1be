"""One piece of work that proves something."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from expertpool.enums import Ability, EvidenceKind
from expertpool.models import ExpertProfile
from expertpool.own_data import own_missions
from expertpool.sections.fields import PICK, boxes
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.forms import FreeTextField, PlainTextField
from krachtwijken.core.versions import VersionedForm
from krachtwijken.core.visibility import pages_visible_to

# The page types that tell of work in a wijk: this app does not know their classes.
CASE_TYPES = ("practicepage", "experimentpage")
FIRST_YEAR = 1960
NO_CASE = "Wij vinden deze praktijk niet. Kopieer het adres van de pagina op deze site, of typ de titel precies over."


class EvidenceForm(VersionedForm):
    kind = forms.ChoiceField(
        label="Wat is het?", choices=EvidenceKind.choices, widget=forms.RadioSelect, error_messages=PICK
    )
    title = FreeTextField(
        label="Titel", limit=200,
        help_text="Bij een referentie: de functie van wie u kan aanbevelen, zonder naam. Het loket legt het contact.",
    )  # fmt: skip
    text = FreeTextField(label="Wat deed u, en wat kwam eruit?", limit=1000, rows=5)
    year = forms.IntegerField(
        label="In welk jaar was het klaar?", required=False,
        error_messages={"invalid": "Vul een jaar in, bijvoorbeeld 2021."},
    )  # fmt: skip
    page = PlainTextField(
        label="Staat dit op deze site als praktijk?", required=False, max_length=500,
        help_text="Plak het adres van de pagina of typ de titel.",
        error_messages={"max_length": "Dit is te lang voor een adres of een titel."},
    )  # fmt: skip
    link = forms.URLField(
        label="Adres op internet", required=False, assume_scheme="https", max_length=200,
        help_text="Bij een publicatie of een lezing.",
        error_messages={
            "invalid": "Dit is geen internetadres. Schrijf bijvoorbeeld: https://www.voorbeeld.nl.",
            "max_length": "Dit adres is te lang.",
        },
    )  # fmt: skip
    mission = forms.ChoiceField(
        label="Was het een opdracht via het loket?", required=False, error_messages=PICK
    )
    abilities = boxes("Welke kracht blijkt hieruit?", Ability.choices, required=False)
    counts = forms.BooleanField(label="Dit telt mee in mijn profiel", required=False, initial=True)

    def __init__(self, *args: Any, viewer: Viewer, profile: ExpertProfile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        # What the loket asked of somebody is between those two: an organisation does not read it.
        is_owner = profile.user_id is not None and profile.user_id == getattr(viewer, "pk", None)
        missions = [(one.key, one.title) for one in own_missions.current()(profile)] if is_owner else []
        if missions:
            self.fields["mission"].choices = [("", "Nee"), *missions]  # type: ignore[attr-defined]
        else:
            del self.fields["mission"]

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        if year is not None and not FIRST_YEAR <= year <= timezone.localdate().year:
            raise forms.ValidationError(
                f"Kies een jaar van {FIRST_YEAR} tot en met {timezone.localdate().year}."
            )
        return year

    def clean_page(self) -> Page | None:
        asked = " ".join(self.cleaned_data["page"].split())
        if not asked:
            return None
        slug = urlsplit(asked).path.strip("/").rsplit("/", 1)[-1]
        cases = pages_visible_to(self.viewer, Page.objects.filter(content_type__model__in=CASE_TYPES))
        found = cases.filter(Q(title__iexact=asked) | Q(slug=slug)).order_by("pk").first()
        if found is None:
            raise forms.ValidationError(NO_CASE)
        return found

    def stored(self) -> dict[str, Any]:
        """Without what this form did not ask: that stays as it is."""
        return {name: value for name, value in self.cleaned_data.items() if name != "versie"}

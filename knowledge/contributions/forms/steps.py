"""The pages in their order, one thing a page."""

from typing import Any

from django import forms

from knowledge.contributions.forms.base import REQUIRED, StepForm, choice, chosen, long_text, number, year
from knowledge.contributions.forms.labels import ProblemsForm
from knowledge.contributions.selectors import wijken_to_choose
from knowledge.enums import (
    CaseKind,
    CaseStatus,
    Certainty,
    CostsClass,
    OutcomeDomain,
    ResidentRole,
    ResultDirection,
)
from knowledge.models.years import tell_late_start
from krachtwijken.core.forms import FreeTextField, function_only

LINES = "Eén per regel."
MOST_EUROS = 2_000_000_000
NO_PRICE_YEAR = "Vul in uit welk jaar de bedragen zijn. Anders kan niemand ze vergelijken."


class WhereForm(StepForm):
    wijken = forms.TypedMultipleChoiceField(
        label="In welke wijk?", coerce=int, required=False, widget=forms.CheckboxSelectMultiple, error_messages=REQUIRED,
        help_text="Kies er een of meer. Staat uw wijk er niet bij? Ga dan verder zonder te kiezen.",
    )  # fmt: skip

    def set_choices(self) -> None:
        wijken = wijken_to_choose(self.user)
        self.fields["wijken"].choices = [(wijk.pk, f"{wijk.name} ({wijk.gemeente.name})") for wijk in wijken]  # type: ignore[attr-defined] # a choice field


class NameForm(StepForm):
    title = FreeTextField(
        label="Hoe noemt u het?",
        limit=120,
        help_text="Zo dat een ander snapt wat het is: Buurtmoeders tegen schulden.",
    )
    kind = choice(
        "Wat was het?",
        [
            (CaseKind.PRACTICE, "Een aanpak: wij deden het zo"),
            (CaseKind.EXPERIMENT, "Een experiment: wij wilden iets te weten komen, en maten het"),
        ],
    )


class ProblemForm(StepForm):
    problem_text = long_text("Wat was er aan de hand?", help_text="Noem geen namen of adressen van bewoners.")


class ForWhomForm(StepForm):
    target_group = long_text("Voor wie was het?", limit=500, rows=3)
    goal = long_text("Wat wilde u bereiken?", limit=500, rows=3)


class ApproachForm(StepForm):
    approach = long_text(
        "Wat hebt u gedaan?",
        limit=12_000,
        rows=14,
        help_text="Stap voor stap, zo dat een ander het na kan doen.",
    )


class ResidentsForm(StepForm):
    resident_role = choice("Welke rol hadden bewoners?", ResidentRole.choices)
    resident_text = long_text("Wat deden zij?", limit=3000, rows=5, required=False)


class ResultsForm(StepForm):
    results = long_text("Wat kwam eruit?", help_text="Noem cijfers als u die hebt, en zeg wat onzeker is.")


class OutcomeForm(StepForm):
    """One outcome as others can compare it; nothing at all, or everything."""

    outcome_indicator = FreeTextField(
        label="Wat is gemeten of gezien?",
        limit=200,
        required=False,
        help_text="Kies het belangrijkste. Zoals: aantal klachten over geluid per jaar. Niets gemeten? Ga dan verder.",
    )
    outcome_domain = chosen("Waar gaat dat over?", OutcomeDomain.choices)
    outcome_direction = chosen("Welke kant ging het op?", ResultDirection.choices)
    outcome_certainty = chosen("Hoe zeker is het?", Certainty.choices)
    outcome_source = FreeTextField(
        label="Wie zegt dat, en uit welk jaar?",
        limit=300,
        required=False,
        help_text="Zoals: jaarverslag van de corporatie, 2022.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if any(data.get(name) for name in self.fields):
            for name in self.fields:
                if not data.get(name) and name not in self.errors:
                    # May wait: somebody who stops halfway fills it in later.
                    self.add_error(name, forms.ValidationError(REQUIRED["required"], code="required"))
        return data


class DidNotWorkForm(StepForm):
    what_did_not_work = long_text(
        "Wat werkte niet?",
        help_text="Verplicht: hier leert een ander het meest van. Niemand rekent u erop af.",
    )


class ForOthersForm(StepForm):
    active_elements = long_text(
        "Wat maakte dat het werkte?", limit=3000, rows=4, required=False, help_text=LINES
    )
    conditions = long_text("Wat moet er zijn?", limit=3000, rows=4, required=False, help_text=LINES)
    lessons = long_text("Welke lessen geeft u door?", limit=3000, rows=4, required=False, help_text=LINES)

    def clean_conditions(self) -> str:
        text: str = self.cleaned_data["conditions"]
        if any(len(line) > 400 for line in text.splitlines()):
            raise forms.ValidationError("Een regel is langer dan 400 tekens. Maak er twee regels van.")
        return text


class CostsForm(StepForm):
    costs_class = choice("Wat kostte het, ongeveer?", CostsClass.choices)
    costs_min = number(
        "Kosten vanaf, in hele euro's per jaar",
        least=0,
        most=MOST_EUROS,
        required=False,
        help_text="Zonder punten.",
    )
    costs_max = number(
        "Kosten tot",
        least=0,
        most=MOST_EUROS,
        required=False,
        help_text="Weet u één bedrag? Vul dat twee keer in.",
    )
    price_year = year("Uit welk jaar zijn die bedragen?", required=False)
    costs_text = FreeTextField(
        label="Kosten in woorden",
        limit=300,
        required=False,
        help_text="Bijvoorbeeld: 45.000 euro per jaar, uit het wijkbudget.",
    )
    fte_text = FreeTextField(
        label="Inzet van mensen",
        limit=200,
        required=False,
        help_text="Bijvoorbeeld: 0,6 fte en tien vrijwilligers.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        least, most = data.get("costs_min"), data.get("costs_max")
        if least is not None and most is not None and least > most:
            self.add_error("costs_max", "Dit bedrag is lager dan het eerste.")
        if (
            (least is not None or most is not None)
            and not data.get("price_year")
            and "price_year" not in self.errors
        ):
            # May wait: somebody who stops halfway fills it in later.
            self.add_error("price_year", forms.ValidationError(NO_PRICE_YEAR, code="required"))
        return data


class PeriodForm(StepForm):
    period_from = year("In welk jaar begon het?")
    period_to = year("In welk jaar hield het op?", required=False, help_text="Laat leeg als het nog loopt.")
    duration_months = number("Hoeveel maanden duurde het?", least=1, most=600, required=False)
    status = choice("Hoe staat het er nu voor?", CaseStatus.choices)
    stop_reason = long_text(
        "Waarom bent u gestopt?", limit=2000, rows=4, required=False, help_text="Alleen als u gestopt bent."
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begun, ended = data.get("period_from"), data.get("period_to")
        if begun and ended and ended < begun:
            self.add_error("period_to", "Dit jaar ligt voor het jaar waarin het begon.")
        if too_late := tell_late_start(begun, data.get("status", "")):
            self.add_error("period_from", too_late)
        return data


class ExperimentForm(StepForm):
    hypothesis = long_text("Wat verwachtte u?", limit=2000, rows=5, help_text="Als wij … dan … omdat …")
    measuring_plan = long_text(
        "Hoe hebt u gemeten?", limit=3000, rows=5, help_text="Wat telde u, bij wie en wanneer?"
    )


class SummaryForm(StepForm):
    summary = long_text(
        "Vat het samen",
        limit=600,
        rows=5,
        help_text="Twee of drie korte zinnen: wat is het, voor wie, wat kwam eruit.",
    )


class OwnerForm(StepForm):
    owner = FreeTextField(
        label="Van welke organisatie is het?", limit=120, help_text="Zij mag zeggen of het nog klopt."
    )
    contact_function = FreeTextField(
        label="Welke functie kan er meer over vertellen?",
        limit=120,
        help_text="Een functie, geen naam. Bijvoorbeeld: projectleider wijkaanpak. Lezers komen via de redactie bij u.",
    )
    partners = long_text(
        "Met wie deed u het samen?",
        limit=1500,
        rows=4,
        required=False,
        help_text="Eén organisatie per regel.",
    )
    source_url = forms.URLField(
        label="Staat er ergens meer over?", required=False, assume_scheme="https", max_length=200,
        widget=forms.URLInput(attrs={"inputmode": "url"}), help_text="Het adres van een pagina of verslag.",
        error_messages={"invalid": "Dit is geen adres van een pagina. Een adres begint met https://."},
    )  # fmt: skip

    def clean_contact_function(self) -> str:
        return function_only(self.cleaned_data["contact_function"], example="wijkmanager")

    def clean_partners(self) -> str:
        text: str = self.cleaned_data["partners"]
        if any(len(line) > 160 for line in text.splitlines()):
            raise forms.ValidationError(
                "Een regel is langer dan 160 tekens. Zet elke organisatie op een eigen regel."
            )
        return text


STEPS: dict[str, type[StepForm]] = {
    "waar": WhereForm,
    "naam": NameForm,
    "probleem": ProblemForm,
    "voor-wie": ForWhomForm,
    "aanpak": ApproachForm,
    "bewoners": ResidentsForm,
    "resultaat": ResultsForm,
    "uitkomst": OutcomeForm,
    "niet-gelukt": DidNotWorkForm,
    "meten": ExperimentForm,
    "anderen": ForOthersForm,
    "kosten": CostsForm,
    "wanneer": PeriodForm,
    "onderwerp": ProblemsForm,
    "samenvatting": SummaryForm,
    "van-wie": OwnerForm,
}

TITLES = {
    "waar": "Waar was het?",
    "naam": "Geef het een naam",
    "probleem": "Wat was het probleem?",
    "voor-wie": "Voor wie, en waarvoor?",
    "aanpak": "Wat hebt u gedaan?",
    "bewoners": "Wat deden bewoners?",
    "resultaat": "Wat kwam eruit?",
    "uitkomst": "De belangrijkste uitkomst",
    "niet-gelukt": "Wat werkte niet?",
    "meten": "Wat wilde u weten?",
    "anderen": "Wat heeft een ander nodig?",
    "kosten": "Wat kostte het?",
    "wanneer": "Wanneer was het?",
    "onderwerp": "Waar gaat het over?",
    "samenvatting": "Kort gezegd",
    "van-wie": "Van wie is het?",
}

# Pages for an experiment only.
EXPERIMENT_ONLY = frozenset({"meten"})


def steps_for(answers: dict[str, Any]) -> list[str]:
    """The names of the pages that these answers ask for, in order."""
    is_experiment = answers.get("kind") == CaseKind.EXPERIMENT
    return [name for name in STEPS if is_experiment or name not in EXPERIMENT_ONLY]


# Label of every question, for who reads the answers.
LABELS: dict[str, str] = {
    name: str(field.label) for form in STEPS.values() for name, field in form.base_fields.items()
}
LABELS["problems"] = "Welke problemen zijn het?"

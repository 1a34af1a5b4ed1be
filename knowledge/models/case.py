"""What practices and experiments share: one table, so that facets and lists need one query."""

from decimal import Decimal
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.models import Orderable

from knowledge.enums import (
    CaseKind,
    CaseStatus,
    CostsClass,
    DecisionPower,
    EvidenceLevel,
    EvidenceSource,
    Licence,
    Recogniser,
    ResidentRole,
    Scale,
)
from knowledge.models.case_panels import CasePageForm, case_panels
from knowledge.models.years import YEAR, tell_late_start
from krachtwijken.core.blocks import BodyBlock
from krachtwijken.core.enums import CrossCutting
from krachtwijken.core.fields import ChoiceListField, SortKeyField
from krachtwijken.core.pages import BasePage

# First in a list of answers of which none is given: who does not choose has said nothing.
NOT_SAID = ("", "Kies, of laat leeg")


class CasePage(BasePage):
    """A described approach or try-out in one or more wijken. Editors create one of its two kinds."""

    case_kind: ClassVar[CaseKind]

    sort_title = SortKeyField(of="title")
    kind = models.CharField("soort", max_length=20, choices=CaseKind.choices, editable=False)
    problem_text = models.TextField("het probleem", help_text="Wat was er aan de hand in de wijk?")
    target_group = models.TextField(
        "voor wie", max_length=500, help_text="Wie merkt er iets van? Zoals: ouders met jonge kinderen."
    )
    target_intermediary = models.TextField(
        "welke beroepskrachten werken ermee",
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text="Zoals: wijkteam, leraren, wijkagent.",
    )
    goal = models.TextField(
        "doel", max_length=500, help_text="Wat moest er anders worden? Liefst met een getal en een jaar."
    )
    approach = StreamField(
        BodyBlock(),
        verbose_name="aanpak",
        blank=True,
        help_text="Verplicht: stap voor stap, zo dat een ander het na kan doen.",
    )
    resident_role = models.CharField(
        "rol van bewoners",
        max_length=20,
        choices=[NOT_SAID, *ResidentRole.choices],
        blank=True,
        default="",
        help_text="Kies het hoogste dat klopt.",
    )
    results = models.TextField("wat kwam eruit", help_text="Noem cijfers en wat onzeker is.")
    what_did_not_work = models.TextField(
        "wat werkte niet", help_text="Verplicht: een ander leert hier het meest van."
    )
    stop_reason = models.TextField(
        "waarom gestopt",
        blank=True,
        help_text="Alleen als het gestopt is. Ook een gestopte aanpak leert anderen iets.",
    )
    active_elements = models.TextField(
        "werkzame elementen", blank=True, help_text="Wat maakt dat het werkt? Eén per regel."
    )
    costs_class = models.CharField(
        "kostenklasse",
        max_length=5,
        choices=[NOT_SAID, *CostsClass.choices],
        blank=True,
        default="",
        help_text="Per deelnemer. Gaat het om stenen of groen, kies dan: totaalbedrag.",
    )
    costs_min = models.PositiveIntegerField(
        "kosten vanaf, in euro's", null=True, blank=True, help_text="In totaal per jaar, in hele euro's."
    )
    costs_max = models.PositiveIntegerField(
        "kosten tot, in euro's", null=True, blank=True, help_text="Weet u één bedrag? Vul dat twee keer in."
    )
    price_year = models.PositiveSmallIntegerField(
        "prijzen van het jaar",
        validators=YEAR,
        null=True,
        blank=True,
        help_text="Uit welk jaar zijn deze bedragen?",
    )
    costs_text = models.CharField(
        "kosten in woorden", max_length=300, blank=True, help_text="Wat zit erin, en wie betaalde het?"
    )
    fte = models.DecimalField(
        "inzet in fte",
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="Alleen betaald werk: 0,5 is een halve baan.",
    )
    fte_text = models.CharField(
        "inzet van mensen",
        max_length=200,
        blank=True,
        help_text="Zoals: een coördinator en tien vrijwilligers.",
    )
    duration_months = models.PositiveSmallIntegerField(
        "doorlooptijd in maanden", null=True, blank=True, help_text="Van begin tot de eerste uitkomsten."
    )
    decision_power = models.CharField(
        "doorzettingsmacht",
        max_length=10,
        choices=DecisionPower.choices,
        blank=True,
        default="",
        db_default="",
        help_text="Wie moet knopen kunnen doorhakken, ook bij andere organisaties?",
    )
    skills = models.TextField(
        "wat moeten uitvoerders kunnen",
        max_length=1000,
        blank=True,
        default="",
        db_default="",
        help_text="Zoals: huisbezoek doen, een groep leiden. Noem ook een opleiding als die nodig is.",
    )
    manual_url = models.URLField(
        "adres van de handleiding", blank=True, default="", db_default="", help_text="Begint met https://."
    )
    evidence_level = models.CharField(
        "bewijs",
        max_length=10,
        choices=EvidenceLevel.choices,
        default=EvidenceLevel.ONBEKEND,
        help_text="Alleen ervaring is ook goed. Twijfelt u, kies dan het laagste.",
    )
    evidence_source = models.CharField(
        "wie beoordeelde het bewijs",
        max_length=20,
        choices=EvidenceSource.choices,
        default=EvidenceSource.ZELF,
        help_text="Is het door een ander beoordeeld? Kies dan wie.",
    )
    recognised_by = models.CharField(
        "erkend door",
        max_length=20,
        choices=Recogniser.choices,
        blank=True,
        default="",
        db_default="",
        help_text="Staat het in een databank van erkende aanpakken? Dit is een ander bewijs dan hierboven.",
    )
    foundation = models.TextField(
        "onderbouwing",
        blank=True,
        default="",
        db_default="",
        help_text="Waarom denkt u dat dit werkt? Uit welke kennis of theorie volgt het?",
    )
    status = models.CharField(
        "status",
        max_length=20,
        choices=CaseStatus.choices,
        default=CaseStatus.LOOPT,
        help_text="Hoe staat het er nu voor?",
    )
    period_from = models.PositiveSmallIntegerField("begonnen in", validators=YEAR, help_text="Een jaar.")
    period_to = models.PositiveSmallIntegerField(
        "tot en met", validators=YEAR, null=True, blank=True, help_text="Leeg: het loopt nog."
    )
    scale = models.CharField(
        "schaal",
        max_length=20,
        choices=[NOT_SAID, *Scale.choices],
        blank=True,
        default="",
        help_text="Hoe groot is het gebied?",
    )
    themes = ParentalManyToManyField(
        "core.Theme", verbose_name="thema's", related_name="cases", help_text="Minstens één."
    )
    cross_cutting = ChoiceListField(
        CrossCutting, verbose_name="dwarsverbanden", help_text="Raakt het ook iets hiervan?"
    )
    wijken = ParentalManyToManyField(
        "core.Wijk",
        verbose_name="wijken",
        related_name="cases",
        blank=True,
        help_text="Waar is het gedaan?",
    )
    problems = ParentalManyToManyField(
        "core.ProblemLabel",
        verbose_name="problemen",
        related_name="cases",
        blank=True,
        help_text="Alleen wat deze aanpak echt aanpakt: hooguit vijf.",
    )
    schemes = ParentalManyToManyField(
        "knowledge.SchemePage",
        verbose_name="regelingen",
        related_name="cases",
        blank=True,
        help_text="Waaruit is het betaald?",
    )
    owner_organisation = models.ForeignKey(
        "core.Organisation",
        verbose_name="eigenaar",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_cases",
        help_text="Deze organisatie zegt of het nog klopt.",
    )
    contact_function = models.CharField(
        "functie van de contactpersoon",
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text="Een functie, geen naam. Lezers komen via de eigenaar bij deze persoon.",
    )
    source_url = models.URLField("bron", blank=True, help_text="Het adres van een verslag of pagina.")
    licence = models.CharField(
        "wat mag een ander met deze tekst",
        max_length=20,
        choices=Licence.choices,
        blank=True,
        default="",
        db_default="",
        help_text="Weet u het niet? Laat het leeg.",
    )
    transfer_core = models.TextField(
        "wat moet blijven", blank=True, help_text="Wat mag een ander niet weglaten?"
    )
    transfer_adapt = models.TextField("wat mag anders", blank=True, help_text="Wat kan elders anders?")
    excursion_possible = models.BooleanField(
        "bezoek mogelijk", default=False, help_text="Mag een andere gemeente komen kijken?"
    )

    base_form_class = CasePageForm
    content_panels = [*BasePage.content_panels, *case_panels()]
    parent_page_types = ["knowledge.CaseIndexPage", "knowledge.CentrePage"]
    subpage_types: list[str] = []
    is_creatable = False

    class Meta:
        verbose_name = "praktijk"
        verbose_name_plural = "praktijken"
        indexes = [
            # What lists count and sort by: without it each of them reads the long texts of every case.
            models.Index(
                fields=[
                    "page_ptr", "kind", "status", "evidence_level", "costs_class", "period_from", "sort_title",
                ],
                name="case_in_short",
            ),
            # The usual order of a list.
            models.Index(fields=["-period_from", "sort_title", "page_ptr"], name="case_newest_first"),
        ]  # fmt: skip

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = self.case_kind
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """What holds between fields; beside the field that has to change."""
        super().clean()
        faults = {}
        if self.costs_min is not None and self.costs_max is not None and self.costs_min > self.costs_max:
            faults["costs_max"] = "Dit bedrag is lager dan het eerste."
        if self.price_year is None and (self.costs_min is not None or self.costs_max is not None):
            faults["price_year"] = "Vul in uit welk jaar de bedragen zijn. Anders kan niemand ze vergelijken."
        if self.period_from and self.period_to and self.period_to < self.period_from:
            faults["period_to"] = "Dit jaar ligt voor het jaar waarin het begon."
        if too_late := tell_late_start(self.period_from, self.status):
            faults["period_from"] = too_late
        if faults:
            raise ValidationError(faults)

    @property
    def fte_in_words(self) -> str:
        return "" if self.fte is None else f"{Decimal(self.fte).normalize():f} fte".replace(".", ",")

    @property
    def told_resident_role(self) -> str:
        return str(self.get_resident_role_display()) if self.resident_role else ""

    @property
    def told_scale(self) -> str:
        return str(self.get_scale_display()) if self.scale else ""

    @property
    def told_costs_class(self) -> str:
        """That it is a total says something only beside an amount or words about it."""
        is_told = self.costs_class and (
            self.costs_class != CostsClass.NVT or self.costs_range or self.costs_text
        )
        return str(self.get_costs_class_display()) if is_told else ""

    @property
    def costs_range(self) -> str:
        """In euros as the Dutch write them, with the year of the prices; empty when nothing is known."""
        least, most = self.costs_min, self.costs_max
        if least is not None and most is not None:
            amount = _euros(least) if least == most else f"{_euros(least)} tot {_euros(most)}"
        elif least is not None:
            amount = f"vanaf {_euros(least)}"
        elif most is not None:
            amount = f"tot {_euros(most)}"
        else:
            return ""
        return (
            f"{amount} per jaar, prijzen van {self.price_year}" if self.price_year else f"{amount} per jaar"
        )

    @property
    def active_element_list(self) -> list[str]:
        return [line.strip() for line in self.active_elements.splitlines() if line.strip()]

    @property
    def is_lapsed(self) -> bool:
        """Nobody confirmed it in time; a case without a term holds."""
        validity = getattr(self, "validity", None) if self.pk else None
        return validity is not None and bool(validity.valid_until < timezone.localdate())

    @property
    def period(self) -> str:
        if self.period_to is None:
            return f"sinds {self.period_from}"
        return (
            str(self.period_from)
            if self.period_to == self.period_from
            else f"{self.period_from}-{self.period_to}"
        )


def _euros(amount: int) -> str:
    return f"€ {amount:,}".replace(",", ".")


class CasePartner(Orderable):
    page = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="partners")
    organisation = models.CharField("organisatie", max_length=160, help_text="Geen namen van personen.")
    role = models.CharField("rol", max_length=300, blank=True, help_text="Wat doet deze partner?")

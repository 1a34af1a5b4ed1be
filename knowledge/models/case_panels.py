"""The form of a case: first what is required, the rest behind panels that are closed and say what is in them."""

from typing import Any

from django import forms
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel

from knowledge.enums import CaseStatus
from knowledge.models.attachment import attachments_panel
from knowledge.writing.panel import WritingHelpPanel
from krachtwijken.core.page_address import BasePageForm

CLOSED = "collapsed"
NO_APPROACH = (
    "Schrijf op wat u deed: voeg minstens één kopje met tekst toe. Zonder aanpak kan een ander er niets mee."
)


class CasePageForm(BasePageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A new page says nothing of how it stands until its writer does."""
        super().__init__(*args, **kwargs)
        if "status" in self.fields:
            field: Any = self.fields["status"]
            field.choices = [("", "Kies"), *CaseStatus.choices]
            if self.instance.pk is None:
                self.initial["status"] = ""

    def clean(self) -> dict[str, object]:
        """A draft may be without an approach; what is sent in or published may not."""
        cleaned: dict[str, object] = super().clean()
        missing = "approach" in self.fields and "approach" not in self.errors and not cleaned.get("approach")
        if missing and not self.is_deferred_validation:
            self.add_error("approach", NO_APPROACH)
        return cleaned


def _many(name: str) -> FieldPanel:
    """Boxes to tick: nobody has to hold a key while clicking."""
    return FieldPanel(name, widget=forms.CheckboxSelectMultiple)


def case_panels(*required: Panel) -> list[Panel]:
    """`required`: what a kind of case asks besides, and cannot do without."""
    return [
        WritingHelpPanel(heading="Hoe ver bent u, en leest het makkelijk?"),
        MultiFieldPanel(
            [
                FieldPanel("problem_text"),
                FieldPanel("target_group"),
                FieldPanel("goal"),
                FieldPanel("approach"),
                FieldPanel("results"),
                FieldPanel("what_did_not_work"),
                _many("themes"),
                FieldRowPanel([FieldPanel("period_from"), FieldPanel("period_to"), FieldPanel("status")]),
            ],
            heading="De kern: hiermee kan een ander verder",
            help_text="Dit is genoeg voor een eerste versie. Reken op een kwartier.",
        ),
        *required,
        MultiFieldPanel(
            [
                _many("problems"),
                _many("wijken"),
                FieldPanel("scale"),
                FieldPanel("cross_cutting"),
            ],
            heading="Waar het over gaat: problemen en wijken",
            classname=CLOSED,
        ),
        *_outcome_panels(),
        *_doing_panels(),
        MultiFieldPanel(
            [
                FieldPanel("owner_organisation"),
                FieldPanel("contact_function"),
                FieldPanel("source_url"),
                FieldPanel("licence"),
            ],
            heading="Van wie het is: eigenaar, contact, bron",
            classname=CLOSED,
        ),
        attachments_panel(),
    ]


def _outcome_panels() -> list[Panel]:
    return [
        MultiFieldPanel(
            [InlinePanel("outcomes", label="uitkomst", heading="Uitkomsten"), FieldPanel("stop_reason")],
            heading="Uitkomsten: wat veranderde, hoeveel, hoe zeker",
            classname=CLOSED,
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("evidence_level"), FieldPanel("evidence_source")]),
                FieldPanel("recognised_by"),
                FieldPanel("foundation"),
                FieldPanel("active_elements"),
                InlinePanel("researches", label="onderzoek", heading="Onderzoeken"),
            ],
            heading="Bewijs: waarom het werkt, en wie dat zegt",
            classname=CLOSED,
        ),
    ]


def _doing_panels() -> list[Panel]:
    return [
        MultiFieldPanel(
            [
                FieldPanel("resident_role"),
                FieldPanel("target_intermediary"),
                InlinePanel("partners", label="partner", heading="Partners"),
                FieldPanel("decision_power"),
                FieldPanel("skills"),
                FieldPanel("manual_url"),
            ],
            heading="Uitvoering: wie doet wat",
            classname=CLOSED,
        ),
        MultiFieldPanel(
            [
                FieldPanel("costs_class"),
                FieldRowPanel([FieldPanel("costs_min"), FieldPanel("costs_max"), FieldPanel("price_year")]),
                FieldPanel("costs_text"),
                FieldRowPanel([FieldPanel("fte"), FieldPanel("fte_text")]),
                FieldPanel("duration_months"),
                _many("schemes"),
            ],
            heading="Kosten en tijd",
            classname=CLOSED,
        ),
        MultiFieldPanel(
            [
                InlinePanel("conditions", label="voorwaarde", heading="Voorwaarden"),
                FieldPanel("transfer_core"),
                FieldPanel("transfer_adapt"),
                FieldPanel("excursion_possible"),
            ],
            heading="Elders toepassen: wat er moet zijn",
            classname=CLOSED,
        ),
        InlinePanel(
            "replications",
            label="overname",
            heading="Overnames",
            help_text="Een andere wijk nam deze aanpak over. Zo zien lezers of het ook elders lukt.",
            classname=CLOSED,
        ),
    ]

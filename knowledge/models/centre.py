"""A knowledge centre with its agreed offer. Its editors work in the section below this page."""

from typing import Any

from django.db import models, transaction
from modelcluster.fields import ParentalKey
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from knowledge.enums import CentreService, OfferWeight
from knowledge.models.attachment import attachments_panel
from krachtwijken.core.fields import SortKeyField
from krachtwijken.core.pages import BasePage


class EachProblemOnce(BaseChildFormSet):
    """The rows of problems in the form of a centre."""

    def get_unique_error_message(self, unique_check: Any) -> str:
        return "U koos hetzelfde probleem twee keer. Laat er één staan."

    def get_form_error(self) -> str:
        return "Dit probleem staat hierboven al."


class ProblemsPanel(InlinePanel):
    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = EachProblemOnce
        return options


class CentrePage(BasePage):
    sort_title = SortKeyField(of="title")
    organisation = models.OneToOneField(
        "core.Organisation", verbose_name="organisatie", on_delete=models.PROTECT, related_name="page"
    )
    about = models.TextField("over het centrum", blank=True)
    website = models.URLField("website", blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("organisation"),
        FieldPanel("about"),
        FieldPanel("website"),
        InlinePanel("offers", label="aanbod", heading="Aanbod"),
        ProblemsPanel("problem_offers", label="probleem", heading="Problemen waarbij dit centrum helpt"),
        attachments_panel(),
    ]
    parent_page_types = ["knowledge.CentreIndexPage"]
    subpage_types = ["knowledge.PracticePage", "knowledge.ExperimentPage"]

    class Meta:
        verbose_name = "kenniscentrum"
        verbose_name_plural = "kenniscentra"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        # With these, relations are not saved.
        if kwargs.get("update_fields") is None:
            self._make_room_for_problems()
        super().save(*args, **kwargs)

    def _make_room_for_problems(self) -> None:
        """Rows are saved one by one: two that swap their problems would be in each other's way."""
        now = {offer.pk: offer.problem_id for offer in self.problem_offers.all() if offer.pk}
        kept = CentreProblem.objects.filter(page=self.pk, pk__in=now)
        changed = [pk for pk, problem in kept.values_list("pk", "problem") if problem != now[pk]]
        if changed:
            CentreProblem.objects.filter(pk__in=changed).delete()


class CentreOffer(Orderable):
    """One thing a gemeente may ask of the centre; without a theme it holds for all."""

    page = ParentalKey(CentrePage, on_delete=models.CASCADE, related_name="offers")
    theme = models.ForeignKey(
        "core.Theme", verbose_name="thema", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    service = models.CharField("dienst", max_length=30, choices=CentreService.choices)
    text = models.TextField("wat", max_length=600)
    lead_time = models.CharField("doorlooptijd", max_length=80, blank=True)


class CentreProblem(Orderable):
    """A known problem with which the centre helps, and how well. A centre that ended has none: its successor has."""

    page = ParentalKey(CentrePage, on_delete=models.CASCADE, related_name="problem_offers")
    problem = models.ForeignKey(
        "core.ProblemLabel", verbose_name="probleem", on_delete=models.PROTECT, related_name="centre_offers"
    )
    weight = models.PositiveSmallIntegerField(
        "hoe goed past dit centrum", choices=OfferWeight.choices, default=OfferWeight.SECOND
    )
    note = models.CharField(
        "wat het centrum hier biedt", max_length=200, blank=True, help_text="Eén zin. Leeg mag ook."
    )

    class Meta(Orderable.Meta):
        verbose_name = "probleem van een kenniscentrum"
        verbose_name_plural = "problemen van kenniscentra"
        constraints = [
            models.UniqueConstraint(fields=["page", "problem"], name="problem_once_per_centre"),
        ]

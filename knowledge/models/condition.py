"""What must be in place before an approach can work elsewhere."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from knowledge.enums import ConditionCheck
from krachtwijken.core.enums import Programme


class CaseCondition(Orderable):
    """Without a hard condition the approach is known to fail. One with a check is answered from the chosen wijk, any other
    by the reader."""

    page = ParentalKey("knowledge.CasePage", on_delete=models.CASCADE, related_name="conditions")
    text = models.CharField(
        "voorwaarde", max_length=400, help_text="Eén zin die een lezer met ja of nee kan beantwoorden."
    )
    hard = models.BooleanField("zonder dit lukt het niet", default=False)
    check_by = models.CharField(
        "kan het platform dit zelf nagaan?",
        max_length=20,
        choices=ConditionCheck.choices,
        blank=True,
        default="",
        db_default="",
        help_text="Leeg: de lezer vinkt het zelf aan.",
    )
    size_from = models.PositiveIntegerField("vanaf zoveel inwoners", null=True, blank=True)
    size_to = models.PositiveIntegerField("tot en met zoveel inwoners", null=True, blank=True)
    programme = models.CharField(
        "programma", max_length=20, choices=Programme.choices, blank=True, default="", db_default=""
    )
    problem = models.ForeignKey(
        "core.ProblemLabel",
        verbose_name="probleem",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    panels = [
        FieldRowPanel([FieldPanel("text"), FieldPanel("hard")]),
        FieldPanel("check_by"),
        FieldRowPanel([FieldPanel("size_from"), FieldPanel("size_to")]),
        FieldRowPanel([FieldPanel("programme"), FieldPanel("problem")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "voorwaarde"
        verbose_name_plural = "voorwaarden"

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """A check without what it compares with would answer anything."""
        wanted = {
            ConditionCheck.SIZE: ("size_from", "Vul een van beide aantallen in."),
            ConditionCheck.PROGRAMME: ("programme", "Kies een programma."),
            ConditionCheck.PROBLEM: ("problem", "Kies een probleem."),
        }
        filled = {
            ConditionCheck.SIZE: self.size_from is not None or self.size_to is not None,
            ConditionCheck.PROGRAMME: bool(self.programme),
            ConditionCheck.PROBLEM: self.problem_id is not None,
        }
        if self.check_by and not filled[ConditionCheck(self.check_by)]:
            name, message = wanted[ConditionCheck(self.check_by)]
            raise ValidationError({name: message})
        if self.size_from is not None and self.size_to is not None and self.size_from > self.size_to:
            raise ValidationError({"size_to": "Dit is minder dan het eerste aantal."})

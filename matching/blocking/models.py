"""A rule that blocks, and the requests that report it."""

import re

from django.conf import settings
from django.db import models
from django.urls import reverse

from matching.requests.department_clock import (
    DepartmentClock,
    OwnClock,
    clock_from,
    own_clock_from,
    words_of_state,
)
from matching.requests.enums import RuleState
from matching.requests.models.request import SupportRequest

# Somebody wrote "artikel 9" or "art. 9" in the field for the article.
_SAYS_ARTICLE = re.compile(r"^(?:artikel\b|art\b\.?)\s*", re.IGNORECASE)


class BlockingRule(models.Model):
    """Confirmed by somebody at the loket, in words of the loket: the forms refuse the text of a gemeente, and names of
    places."""

    name = models.CharField("wet of regeling", max_length=200)
    article = models.CharField("artikel", max_length=60, blank=True)
    # Of both, however they are written: one dossier of one rule and article. None of a double from before it was there.
    key = models.CharField(
        "afdruk van naam en artikel", max_length=64, null=True, unique=True, editable=False
    )
    what = models.TextField("wat de regel blokkeert")
    route = models.TextField("tijdelijke route", blank=True)
    department = models.CharField("departement", max_length=120, blank=True)
    state = models.CharField("stand", max_length=20, choices=RuleState.choices, default=RuleState.REPORTED)
    # The clock of the loket itself: from the day on which three gemeenten reported it, and until when the loket lays it before
    # a department or answers.
    public_since = models.DateField("openbaar sinds", null=True, blank=True)
    lay_before_by = models.DateField("voorleggen uiterlijk op", null=True, blank=True)
    own_late_told_at = models.DateTimeField("eigen termijn te laat gemeld op", null=True, blank=True)
    # The clock towards the department: empty of what never lay there. It runs while the state says so, and has its end on
    # `department_until`.
    department_since = models.DateField("ligt bij het departement sinds", null=True, blank=True)
    answer_expected = models.DateField("antwoord van het departement verwacht op", null=True, blank=True)
    department_until = models.DateField("lag bij het departement tot", null=True, blank=True)
    # When the loket heard that the day passed; of that day only.
    late_told_at = models.DateTimeField("te laat gemeld op", null=True, blank=True)
    answer = models.TextField("antwoord", blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="gemaakt door", null=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    made_at = models.DateTimeField("gemaakt op", auto_now_add=True)

    class Meta:
        ordering = ["name", "article", "pk"]
        verbose_name = "knelpunt"
        verbose_name_plural = "knelpunten"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=RuleState.values), name="rule_state_known"),
        ]

    def __str__(self) -> str:
        article = _SAYS_ARTICLE.sub("", self.article.strip())
        return f"{self.name}, artikel {article}" if article else self.name

    def get_absolute_url(self) -> str:
        return reverse("matching:rule", args=[self.pk])

    @property
    def state_words(self) -> str:
        return words_of_state(self.state, self.answered_at)

    @property
    def own_clock(self) -> OwnClock | None:
        return own_clock_from(
            self.state, self.public_since, self.lay_before_by, self.department_since, self.answered_at
        )

    @property
    def clock(self) -> DepartmentClock | None:
        return clock_from(self.department, self.department_since, self.answer_expected, self.department_until)


class RuleReport(models.Model):
    rule = models.ForeignKey(BlockingRule, on_delete=models.CASCADE, related_name="reports")
    request = models.OneToOneField(SupportRequest, on_delete=models.CASCADE, related_name="rule_report")
    at = models.DateTimeField("gebundeld op", auto_now_add=True)
    # When this reporter got the one answer.
    told_at = models.DateTimeField("antwoord gekregen op", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "melding van een knelpunt"
        verbose_name_plural = "meldingen van een knelpunt"

    def __str__(self) -> str:
        return f"{self.request} bij {self.rule_id}"

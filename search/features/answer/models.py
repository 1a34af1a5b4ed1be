"""A problem that somebody pasted, kept under an address that nobody can guess."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.fields import ChoiceListField
from krachtwijken.core.tokens import new_token

KEPT_FOR = timedelta(days=90)


def end_of_term() -> datetime:
    return timezone.now() + KEPT_FOR


class ProblemStatement(models.Model):
    token = models.CharField("sleutel", max_length=40, unique=True, default=new_token)
    text = models.TextField("probleem")
    theme_codes = ChoiceListField(ThemeCode, verbose_name="thema's")
    problem_codes = models.JSONField("problemen", default=list)
    created_at = models.DateTimeField("gemaakt", auto_now_add=True)
    expires_at = models.DateTimeField("bewaard tot", default=end_of_term)

    class Meta:
        app_label = "search"
        verbose_name = "geplakt probleem"
        verbose_name_plural = "geplakte problemen"

    def __str__(self) -> str:
        return f"probleem {self.pk}"

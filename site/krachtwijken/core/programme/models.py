"""Filled in by beheer under Settings; shown in the footer, and on the pages about privacy and accessibility."""

from typing import Any

from django.core.cache import cache
from django.core.validators import RegexValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseGenericSetting

CACHE_KEY = "programme-contact"
PHONE = RegexValidator(r"^[0-9 +()\-]{6,20}$", "Schrijf een telefoonnummer, zoals 070 123 45 67.")


class ProgrammeContact(BaseGenericSetting):
    name = models.CharField(
        "naam van de organisatie", max_length=120, blank=True,
        help_text="Wie deze site beheert en verantwoordelijk is voor de gegevens.",
    )  # fmt: skip
    mail = models.EmailField("mailadres", max_length=120, blank=True)
    phone = models.CharField("telefoonnummer", max_length=20, blank=True, validators=[PHONE])
    privacy_mail = models.EmailField(
        "mailadres voor vragen over gegevens", max_length=120, blank=True,
        help_text="Bijvoorbeeld van de functionaris gegevensbescherming. Mag leeg: dan geldt het mailadres hierboven.",
    )  # fmt: skip

    panels = [
        HelpPanel(
            "Dit staat onder elke pagina, en op de pagina's Privacy en Toegankelijkheid. Noem geen persoon."
        ),
        FieldPanel("name"),
        FieldPanel("mail"),
        FieldPanel("phone"),
        FieldPanel("privacy_mail"),
    ]

    class Meta:
        verbose_name = "contact van het programma"

    def __str__(self) -> str:
        return "contact van het programma"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        cache.delete(CACHE_KEY)

"""Somebody of a gemeente asks for an account; and which mail domains are whose."""

from django.core.validators import RegexValidator
from django.db import models

from krachtwijken.accounts.models.user import User
from krachtwijken.core.models import Gemeente

DOMAIN = r"^(?=.{3,100}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$"


class MailDomain(models.Model):
    """What stands behind the @ in addresses of this gemeente; beheer keeps the list."""

    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", on_delete=models.CASCADE, related_name="mail_domains"
    )
    domain = models.CharField(
        "maildomein",
        max_length=100,
        unique=True,
        help_text="Wat achter de @ staat, in kleine letters. Bijvoorbeeld: arnhem.nl.",
        validators=[RegexValidator(DOMAIN, "Schrijf alleen wat achter de @ staat, zoals arnhem.nl.")],
        error_messages={"unique": "Dit maildomein staat al bij een gemeente."},
    )

    class Meta:
        ordering = ["domain"]
        verbose_name = "maildomein van een gemeente"
        verbose_name_plural = "maildomeinen van gemeenten"

    def __str__(self) -> str:
        return self.domain


class ApplicationState(models.TextChoices):
    UNCONFIRMED = "onbevestigd", "Adres nog niet bevestigd"
    WAITING = "wacht", "Wacht op het loket"
    GIVEN = "gegeven", "Account gemaakt"
    DECLINED = "afgewezen", "Afgewezen"


OPEN_APPLICATION = (ApplicationState.UNCONFIRMED, ApplicationState.WAITING)


class AccountApplication(models.Model):
    """`gemeente` where it is known here, else `gemeente_name` as it was typed."""

    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    gemeente_name = models.CharField("naam van de gemeente", max_length=60, blank=True)
    name = models.CharField("naam", max_length=120)
    title = models.CharField("functie", max_length=120)
    email = models.EmailField("e-mailadres", max_length=200)
    why = models.TextField("waarvoor")
    state = models.CharField(
        "stand", max_length=20, choices=ApplicationState.choices, default=ApplicationState.UNCONFIRMED
    )
    token = models.CharField("sleutel", max_length=40, unique=True)
    # When the link was last mailed; unconfirmed it is forgotten after that.
    asked_at = models.DateTimeField("gevraagd op")
    confirmed_at = models.DateTimeField("adres bevestigd op", null=True, blank=True)
    reminded_at = models.DateTimeField("loket herinnerd op", null=True, blank=True)
    decided_at = models.DateTimeField("besloten op", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name="besloten door", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField("reden", blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = "aanvraag van een account"
        verbose_name_plural = "aanvragen van accounts"
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(state__in=OPEN_APPLICATION),
                name="application_once_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ApplicationState.values), name="application_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(gemeente=None, gemeente_name__gt="")
                | models.Q(gemeente__isnull=False, gemeente_name=""),
                name="application_names_one_gemeente",
            ),
        ]

    def __str__(self) -> str:
        return f"aanvraag {self.pk}"

    @property
    def place(self) -> str:
        """As the loket reads it."""
        return self.gemeente.name if self.gemeente is not None else self.gemeente_name

"""Who belongs where: the ground under every rule about 'own' things."""

from django.db import models

from krachtwijken.accounts.models.user import User
from krachtwijken.core.models import Gemeente, Organisation


class GemeenteMembership(models.Model):
    """Somebody works for this gemeente and sees its requests."""

    user = models.ForeignKey(
        User, verbose_name="gebruiker", on_delete=models.CASCADE, related_name="gemeente_memberships"
    )
    gemeente = models.ForeignKey(
        Gemeente, verbose_name="gemeente", on_delete=models.PROTECT, related_name="memberships"
    )

    class Meta:
        ordering = ["gemeente__name"]
        verbose_name = "lidmaatschap van een gemeente"
        verbose_name_plural = "lidmaatschappen van gemeenten"
        constraints = [
            models.UniqueConstraint(fields=["user", "gemeente"], name="gemeente_membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} bij {self.gemeente}"


class OrganisationMembership(models.Model):
    """Somebody writes for this knowledge centre or partner."""

    user = models.ForeignKey(
        User, verbose_name="gebruiker", on_delete=models.CASCADE, related_name="organisation_memberships"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisatie", on_delete=models.PROTECT, related_name="memberships"
    )

    class Meta:
        ordering = ["organisation__name"]
        verbose_name = "lidmaatschap van een organisatie"
        verbose_name_plural = "lidmaatschappen van organisaties"
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="organisation_membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} bij {self.organisation}"


class AccountManagement(models.Model):
    """The one contact of a gemeente on the national side."""

    user = models.ForeignKey(
        User, verbose_name="accountmanager", on_delete=models.CASCADE, related_name="account_management"
    )
    gemeente = models.OneToOneField(
        Gemeente, verbose_name="gemeente", on_delete=models.PROTECT, related_name="account_management"
    )

    class Meta:
        ordering = ["gemeente__name"]
        verbose_name = "accountmanagement"
        verbose_name_plural = "accountmanagement"

    def __str__(self) -> str:
        return f"{self.user} voor {self.gemeente}"

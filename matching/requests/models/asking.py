"""Beside a request: whom the loket may call, why its kind changed; and how often what is known was enough."""

from django.conf import settings
from django.db import models

from matching.requests.contacts import MOST_CONTACTS
from matching.requests.enums import RequestKind
from matching.requests.models.request import SupportRequest


class RequestContact(models.Model):
    """An official to call: three at most. Apart from the request, so that it goes earlier and stands in no list, mail or
    index."""

    request = models.ForeignKey(SupportRequest, on_delete=models.CASCADE, related_name="contacts")
    # 1 is who is called first. The database has a value for what a version leaves out that knows of one person only.
    place = models.PositiveSmallIntegerField("plaats", default=1, db_default=1)
    # Empty where only a function is known: nobody was named before names were asked.
    name = models.CharField("naam", max_length=120, blank=True)
    function = models.CharField("functie", max_length=120, blank=True, default="", db_default="")
    phone = models.CharField("telefoonnummer", max_length=40, blank=True)
    email = models.EmailField("e-mailadres", blank=True)

    class Meta:
        ordering = ["place", "pk"]
        verbose_name = "contactpersoon"
        verbose_name_plural = "contactpersonen"
        constraints = [
            models.UniqueConstraint(fields=["request", "place"], name="request_contact_place_once"),
            models.CheckConstraint(
                condition=models.Q(place__gte=1, place__lte=MOST_CONTACTS),
                name="request_contact_three_at_most",
            ),
        ]

    def __str__(self) -> str:
        """Never the person: this is what a log or a trace would show."""
        return f"contact {self.pk}"


class KindChange(models.Model):
    """The loket chose another kind of help, and why."""

    request = models.ForeignKey(SupportRequest, on_delete=models.CASCADE, related_name="kind_changes")
    before = models.CharField("was", max_length=30, blank=True)
    after = models.CharField("werd", max_length=30, choices=RequestKind.choices)
    reason = models.TextField("reden")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField("wanneer", auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "andere soort hulp"
        verbose_name_plural = "andere soorten hulp"

    def __str__(self) -> str:
        return f"{self.before} > {self.after}"


class KnownCount(models.Model):
    """Per day how many people stopped asking because what was known was enough, and how many went on. Nobody's name."""

    day = models.DateField("dag", unique=True)
    stopped = models.PositiveIntegerField("dit was genoeg", default=0)
    went_on = models.PositiveIntegerField("ging verder", default=0)

    class Meta:
        ordering = ["-day"]
        verbose_name = "telling van wat bekend was"

    def __str__(self) -> str:
        return f"{self.day}"

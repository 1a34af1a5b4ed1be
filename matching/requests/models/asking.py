"""Beside a request: whom the loket may call, why its kind changed; and how often what is known was enough."""

from django.conf import settings
from django.db import models

from matching.requests.enums import RequestKind
from matching.requests.models.request import SupportRequest


class RequestContact(models.Model):
    """The official to call. Apart from the request, so that it goes earlier and stands in no list, mail or index."""

    request = models.OneToOneField(SupportRequest, on_delete=models.CASCADE, related_name="person")
    name = models.CharField("naam", max_length=120)
    phone = models.CharField("telefoonnummer", max_length=40, blank=True)
    email = models.EmailField("e-mailadres", blank=True)

    class Meta:
        verbose_name = "contactpersoon"
        verbose_name_plural = "contactpersonen"

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

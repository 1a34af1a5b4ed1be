"""A thread of the loket with one person or centre that helps; its messages, and links from a mail.

Tables of their own, not columns of `Message`: whatever reads the thread with the gemeente, in this version or the one
before, can never come upon these words.
"""

from django.conf import settings
from django.db import models
from django.urls import reverse

from matching.asides.enums import AsideSide
from matching.engagements.models import Invitation
from matching.parts.models import PartQuestion
from matching.requests.models.request import SupportRequest

# What such a thread is about: its other side is whom the loket invited, or asked a part of the question.
About = Invitation | PartQuestion


class Aside(models.Model):
    """Of one invitation, with the mission that came of it, or of one part. Each side has read up to a message: at a centre
    and at the loket several people share the work."""

    request = models.ForeignKey(SupportRequest, on_delete=models.CASCADE, related_name="asides")
    invitation = models.OneToOneField(
        Invitation, null=True, blank=True, on_delete=models.CASCADE, related_name="aside"
    )
    part = models.OneToOneField(
        PartQuestion, null=True, blank=True, on_delete=models.CASCADE, related_name="aside"
    )
    read_by_desk = models.PositiveBigIntegerField("gelezen door het loket", default=0)
    read_by_helper = models.PositiveBigIntegerField("gelezen door wie meehelpt", default=0)

    class Meta:
        verbose_name = "gesprek met wie meehelpt"
        verbose_name_plural = "gesprekken met wie meehelpt"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(invitation=None, part__isnull=False)
                | models.Q(invitation__isnull=False, part=None),
                name="aside_about_one",
            )
        ]

    def __str__(self) -> str:
        return f"gesprek {self.pk}"

    @property
    def about(self) -> About:
        about = self.invitation or self.part
        if about is None:
            raise ValueError("an aside about nothing")
        return about


class AsideMessage(models.Model):
    """`side` is on whose behalf it was written: an account may change its role, or close."""

    aside = models.ForeignKey(Aside, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="schrijver", null=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    side = models.CharField("namens", max_length=20, choices=AsideSide.choices)
    text = models.TextField("tekst")
    # Of the form it was written in: sent twice it is one message.
    token = models.CharField("sleutel", max_length=60)
    at = models.DateTimeField("wanneer", auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "bericht met wie meehelpt"
        verbose_name_plural = "berichten met wie meehelpt"
        constraints = [
            models.UniqueConstraint(fields=["aside", "author", "token"], name="aside_message_token_once"),
            models.CheckConstraint(
                condition=models.Q(side__in=AsideSide.values), name="aside_message_side_known"
            ),
        ]

    def __str__(self) -> str:
        return f"bericht {self.pk}"


class AsideLink(models.Model):
    """Opens one of these threads for one person without a login. Only a digest of the key is kept."""

    aside = models.ForeignKey(Aside, on_delete=models.CASCADE, related_name="links")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField("afdruk van de sleutel", max_length=64, unique=True)
    expires_at = models.DateTimeField("geldig tot")

    class Meta:
        verbose_name = "link naar een gesprek met wie meehelpt"
        verbose_name_plural = "links naar gesprekken met wie meehelpt"

    def __str__(self) -> str:
        return f"link {self.pk}"


def kind_of_aside(about: About) -> str:
    """The name of the column that points at it, and the beginning of the key of its mail."""
    return "invitation" if isinstance(about, Invitation) else "part"


def aside_address(about: About, *, for_desk: bool) -> str:
    kind = kind_of_aside(about)
    return reverse(f"matching:{'desk_' if for_desk else ''}{kind}_aside", args=[about.pk])

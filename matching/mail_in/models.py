"""Mail that came in, its attachments, keys for answers, what was seen already, and mail that was not delivered."""

from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from krachtwijken.core.tokens import new_token
from matching.asides.models import About
from matching.mail_in.enums import Doubt, MailState, RemovalReason

NAME_LENGTH = 160


class ReplyAddress(models.Model):
    """The key behind the plus in the address to which one person answers about one request, or about an invitation or a
    part of it. Not a digest: every mail to this person carries the same one."""

    request = models.ForeignKey(
        "matching.SupportRequest", on_delete=models.CASCADE, related_name="reply_addresses"
    )
    invitation = models.ForeignKey(
        "matching.Invitation", null=True, on_delete=models.CASCADE, related_name="reply_addresses"
    )
    part = models.ForeignKey(
        "matching.PartQuestion", null=True, on_delete=models.CASCADE, related_name="reply_addresses"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField("sleutel", max_length=40, unique=True)
    made_at = models.DateTimeField("gemaakt", auto_now_add=True)

    class Meta:
        verbose_name = "antwoordadres"
        verbose_name_plural = "antwoordadressen"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "user"],
                condition=models.Q(invitation=None, part=None),
                name="reply_request_once",
            ),
            models.UniqueConstraint(fields=["invitation", "user"], name="reply_invitation_once"),
            models.UniqueConstraint(fields=["part", "user"], name="reply_part_once"),
        ]

    def __str__(self) -> str:
        return f"antwoordadres {self.pk}"


class IncomingMail(models.Model):
    """`text` is what the sender wrote now, `whole` all of it with what was quoted, for the loket. What may be of a resident
    is `is_sensitive`: no list shows it."""

    state = models.CharField("stand", max_length=20, choices=MailState.choices)
    doubt = models.CharField("waarom iemand kijkt", max_length=20, choices=Doubt.choices, blank=True)
    request = models.ForeignKey(
        "matching.SupportRequest", null=True, on_delete=models.CASCADE, related_name="mails"
    )
    invitation = models.ForeignKey(
        "matching.Invitation", null=True, on_delete=models.SET_NULL, related_name="mails"
    )
    part = models.ForeignKey(
        "matching.PartQuestion", null=True, on_delete=models.SET_NULL, related_name="mails"
    )
    # The account that the sender's address belongs to, where there is one.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sender = models.CharField("afzender", max_length=320, blank=True)
    sender_name = models.CharField("naam van de afzender", max_length=200, blank=True)
    subject = models.CharField("onderwerp", max_length=300, blank=True)
    text = models.TextField("tekst", blank=True)
    whole = models.TextField("hele mail", blank=True)
    mail_id = models.CharField("kenmerk van de mail", max_length=500, blank=True)
    is_sensitive = models.BooleanField("misschien gegevens van een bewoner", default=False)
    message = models.OneToOneField(
        "matching.Message", null=True, on_delete=models.SET_NULL, related_name="mail"
    )
    # Of who helps: in the thread of that invitation or part, never in the one with the gemeente.
    aside_message = models.OneToOneField(
        "matching.AsideMessage", null=True, on_delete=models.SET_NULL, related_name="mail"
    )
    received_at = models.DateTimeField("ontvangen", default=timezone.now)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    handled_at = models.DateTimeField("afgehandeld", null=True)
    removal_reason = models.CharField(
        "waarom verwijderd", max_length=20, choices=RemovalReason.choices, blank=True
    )

    class Meta:
        ordering = ["received_at", "pk"]
        verbose_name = "ontvangen mail"
        verbose_name_plural = "ontvangen mails"
        indexes = [models.Index(fields=["state", "received_at"], name="mail_in_state")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=MailState.values), name="mail_in_state_known")
        ]

    def __str__(self) -> str:
        """Never who or what: this is what a log or a trace would show."""
        return f"mail {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("matching:post_mail", args=[self.pk])

    @property
    def about(self) -> About | None:
        """Of which thread with who helps its key was."""
        return self.invitation or self.part

    @property
    def is_waiting(self) -> bool:
        return self.state == MailState.WAITING


def place_mail_file(_instance: models.Model, filename: str) -> str:
    """Nobody can guess where it lies, and no name of a person stands on the disk."""
    return f"post/{new_token()}{PurePath(filename).suffix.lower()[:6]}"


class IncomingFile(models.Model):
    """An attachment that was kept, or one that was not: then `refused` says why, and there is no file."""

    mail = models.ForeignKey(IncomingMail, on_delete=models.CASCADE, related_name="files")
    file = models.FileField("bestand", upload_to=place_mail_file, blank=True)
    name = models.CharField("naam", max_length=NAME_LENGTH)
    size = models.PositiveBigIntegerField("grootte", default=0)
    refused = models.CharField("niet aangenomen, omdat", max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "bijlage van een mail"
        verbose_name_plural = "bijlagen van mails"

    def __str__(self) -> str:
        return f"bijlage {self.pk}"


class SeenMail(models.Model):
    """A mail is taken once, however often it is delivered. Digests: nobody can be read from this table."""

    digest = models.CharField("afdruk", max_length=64, unique=True)
    sender_digest = models.CharField("afdruk van de afzender", max_length=64)
    fate = models.CharField("wat ermee gebeurde", max_length=20)
    at = models.DateTimeField("wanneer", default=timezone.now)

    class Meta:
        verbose_name = "geziene mail"
        verbose_name_plural = "geziene mails"
        indexes = [models.Index(fields=["sender_digest", "at"], name="mail_seen_sender")]

    def __str__(self) -> str:
        return f"geziene mail {self.pk}"


class Bounce(models.Model):
    """A mail of ours that was not delivered; `mail_key` names it."""

    request = models.ForeignKey(
        "matching.SupportRequest", null=True, on_delete=models.CASCADE, related_name="bounces"
    )
    mail_key = models.CharField("mail", max_length=200, unique=True)
    recipient = models.EmailField("aan", max_length=254)
    status = models.CharField("code", max_length=20, blank=True)
    at = models.DateTimeField("wanneer", default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "niet bezorgde mail"
        verbose_name_plural = "niet bezorgde mails"

    def __str__(self) -> str:
        return f"niet bezorgd {self.pk}"


class FetchMark(models.Model):
    """When mail was last fetched; one row."""

    worked_at = models.DateTimeField("gelukt op", null=True)
    failed_at = models.DateTimeField("mislukt op", null=True)

    class Meta:
        verbose_name = "stand van het ophalen"

    def __str__(self) -> str:
        return "stand van het ophalen"

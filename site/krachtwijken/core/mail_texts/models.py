"""The words that beheer gave to a mail. Without a row the mail is as the site brings it."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.models import PreviewableMixin, RevisionMixin

from krachtwijken.core.mail_texts.packaged import SiteMail, site_mails
from krachtwijken.core.mail_texts.showing import MailPreview, preview_of

GONE = "De site verstuurt deze mail niet meer."
LONGEST_SUBJECT, LONGEST_BODY = 300, 10_000


class MailText(PreviewableMixin, RevisionMixin, models.Model):
    key = models.CharField(
        "mail",
        max_length=40,
        unique=True,
        editable=False,
        error_messages={"unique": "Deze mail is net door iemand anders veranderd."},
    )
    subject = models.CharField("onderwerp", max_length=LONGEST_SUBJECT)
    body = models.TextField("tekst", max_length=LONGEST_BODY)
    # The first time that this text could not be sent, so that the one of the site went.
    failed_at = models.DateTimeField("mislukt op", null=True, editable=False)

    class Meta:
        app_label = "core"
        ordering = ["key"]
        verbose_name = "mailtekst"
        verbose_name_plural = "mailteksten"

    def __str__(self) -> str:
        return self.mail.name if self.mail else self.key

    @property
    def mail(self) -> SiteMail | None:
        """None when the site does not send it any more."""
        return site_mails().get(self.key)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "core/mail_text_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        preview = (
            preview_of(self.mail, self.subject, self.body) if self.mail else MailPreview(complaints=[GONE])
        )
        return {**super().get_preview_context(request, mode_name), "preview": preview}

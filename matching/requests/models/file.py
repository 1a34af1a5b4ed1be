"""Files that a gemeente or the loket sends along: with a draft, then with its request, or with a message."""

from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import Q

from krachtwijken.core.tokens import new_token
from matching.requests.models.request import RequestDraft, SupportRequest

NAME_LENGTH = 160


def place_request_file(_instance: models.Model, filename: str) -> str:
    """Nobody can guess where it lies, and no name of a person stands on the disk."""
    return f"verzoeken/{new_token()}{PurePath(filename).suffix.lower()[:6]}"


class RequestFile(models.Model):
    """Of a draft, or of a request; with a message when it was sent in the thread. A draft that is gone leaves its row
    without either, until the night takes the file from the disk too."""

    draft = models.ForeignKey(RequestDraft, null=True, on_delete=models.SET_NULL, related_name="files")
    request = models.ForeignKey(SupportRequest, null=True, on_delete=models.CASCADE, related_name="files")
    message = models.ForeignKey("matching.Message", null=True, on_delete=models.CASCADE, related_name="files")
    file = models.FileField("bestand", upload_to=place_request_file)
    name = models.CharField("naam", max_length=NAME_LENGTH)
    size = models.PositiveIntegerField("grootte")
    # Of the content: what is sent twice is one.
    digest = models.CharField("afdruk", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField("wanneer", auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "bijlage van een verzoek"
        verbose_name_plural = "bijlagen van verzoeken"
        constraints = [
            models.UniqueConstraint(fields=["draft", "digest"], name="request_file_once_a_draft"),
            models.CheckConstraint(
                condition=Q(draft=None) | Q(request=None, message=None), name="request_file_of_one"
            ),
        ]

    def __str__(self) -> str:
        """Never its name: this is what a log or a trace would show."""
        return f"bijlage {self.pk}"

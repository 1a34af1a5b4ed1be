"""Which request went on in which."""

from django.db import models

from matching.requests.models.request import SupportRequest


class MergedRequest(models.Model):
    """`reason` is read by the gemeente. When `into` goes on in another request itself, this row follows."""

    request = models.OneToOneField(SupportRequest, on_delete=models.CASCADE, related_name="merged")
    into = models.ForeignKey(SupportRequest, on_delete=models.CASCADE, related_name="merged_from")
    reason = models.TextField("waarom het hetzelfde is")
    at = models.DateTimeField("samengevoegd op", auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "samengevoegd verzoek"
        verbose_name_plural = "samengevoegde verzoeken"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(request=models.F("into")), name="merged_into_another_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} in {self.into_id}"

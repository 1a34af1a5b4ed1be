"""The words of the public documents, counted when everything is indexed."""

from django.db import models


class StoredVocabulary(models.Model):
    """One row: words and in how many public documents each occurs, compressed."""

    name = models.CharField("naam", max_length=20, primary_key=True)
    words = models.BinaryField("woorden")
    counted_at = models.DateTimeField("geteld op", auto_now=True)

    class Meta:
        app_label = "search"
        verbose_name = "woorden van de openbare teksten"
        verbose_name_plural = "woorden van de openbare teksten"

    def __str__(self) -> str:
        return self.name

"""Vectors in the database of the site: every process reads the same."""

from django.db import models


class StoredVectors(models.Model):
    digest = models.CharField("vingerafdruk", max_length=64, primary_key=True)
    data = models.BinaryField("vectoren")

    class Meta:
        verbose_name = "vectoren van een tekst"
        verbose_name_plural = "vectoren van teksten"

    def __str__(self) -> str:
        return self.digest


class StoredWeights(models.Model):
    """How scarce each piece of a word is, counted when the index was last built; a row per model."""

    model = models.CharField("model", max_length=200, primary_key=True)
    numbers = models.BinaryField("nummers")
    counts = models.BinaryField("aantallen")
    total = models.PositiveIntegerField("aantal teksten")
    counted_at = models.DateTimeField("geteld op", auto_now=True)

    class Meta:
        verbose_name = "gewichten van woorddelen"
        verbose_name_plural = "gewichten van woorddelen"

    def __str__(self) -> str:
        return self.model

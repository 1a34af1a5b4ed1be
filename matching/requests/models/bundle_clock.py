"""By when the loket makes one dossier of what three gemeenten reported, each by itself."""

import hashlib

from django.db import models

from matching.requests.department_clock import OwnClock


class BundleClock(models.Model):
    """Of reports with the same name of a rule, as long as they stand in no dossier that is public. The name itself is of the
    gemeenten, and stays with them: here is a digest of it."""

    key = models.CharField("afdruk van de naam", max_length=64, unique=True)
    since = models.DateField("door drie gemeenten gemeld sinds")
    lay_by = models.DateField("voorleggen uiterlijk op")
    late_told_at = models.DateTimeField("te laat gemeld op", null=True, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = "termijn van gelijke meldingen"
        verbose_name_plural = "termijnen van gelijke meldingen"

    def __str__(self) -> str:
        return f"termijn {self.pk}"

    @property
    def own_clock(self) -> OwnClock:
        return OwnClock(self.since, self.lay_by)


def digest_of_rule(key: str) -> str:
    """`key` is the name of a rule as it is compared."""
    return hashlib.sha256(f"rule:{key}".encode()).hexdigest()

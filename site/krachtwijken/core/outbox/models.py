"""The table of things to do."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class RowState(models.TextChoices):
    WAITING = "waiting", "Wacht"
    WORKING = "working", "Bezig"
    DONE = "done", "Klaar"
    DEAD = "dead", "Mislukt"


class OutboxRow(models.Model):
    topic = models.CharField("onderwerp", max_length=80)
    payload = models.JSONField("gegevens", default=dict)
    key = models.CharField("sleutel", max_length=200, blank=True)
    state = models.CharField("stand", max_length=10, choices=RowState.choices, default=RowState.WAITING)
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    run_after = models.DateTimeField("niet voor", default=timezone.now)
    # The lease of the worker that has it; after this moment the worker counts as dead.
    leased_until = models.DateTimeField("bezet tot", null=True, blank=True)
    last_error = models.CharField("laatste fout", max_length=300, blank=True)
    created_at = models.DateTimeField("gemaakt", auto_now_add=True)
    done_at = models.DateTimeField("klaar op", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "taak"
        verbose_name_plural = "taken"
        indexes = [models.Index(fields=["state", "run_after"], name="outbox_next")]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "key"],
                condition=Q(state="waiting") & ~Q(key=""),
                name="outbox_key_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key} ({self.state})"


class MailMessage(models.Model):
    """One mail to one address. The key makes asking twice the same as asking once."""

    key = models.CharField("sleutel", max_length=200, unique=True)
    to = models.EmailField("aan")
    subject = models.CharField("onderwerp", max_length=200)
    body = models.TextField("tekst")
    # Where a mail program stops mail of this kind with one press, without a login (RFC 8058); empty when it cannot.
    unsubscribe_url = models.URLField("adres om te stoppen", max_length=500, blank=True, default="")
    created_at = models.DateTimeField("gemaakt", auto_now_add=True)
    sent_at = models.DateTimeField("verstuurd", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "mail"
        verbose_name_plural = "mails"

    def __str__(self) -> str:
        return self.key


class NightlyRun(models.Model):
    """A nightly job that ran on a date: the unique pair makes one worker win."""

    name = models.CharField("taak", max_length=80)
    day = models.DateField("dag")
    attempts = models.PositiveSmallIntegerField("pogingen", default=1, db_default=1)
    # Of the worker that has it, or until it may be tried again.
    leased_until = models.DateTimeField("bezet tot", null=True, blank=True)
    finished_at = models.DateTimeField("klaar", null=True, blank=True)

    class Meta:
        ordering = ["-day", "name"]
        verbose_name = "nachttaak"
        verbose_name_plural = "nachttaken"
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="nightly_once_a_day")]

    def __str__(self) -> str:
        return f"{self.name} {self.day}"

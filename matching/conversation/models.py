"""Messages, who read how far, links from a mail, and promises."""

import hashlib

from django.conf import settings
from django.db import models

from matching.conversation.enums import PromiseState, Side
from matching.requests.models.request import SupportRequest


class Message(models.Model):
    """`side` is on whose behalf it was written: an account may change its role, or close. An internal note is for the
    loket alone."""

    request = models.ForeignKey(
        SupportRequest, verbose_name="verzoek", on_delete=models.CASCADE, related_name="messages"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="schrijver",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    side = models.CharField("namens", max_length=20, choices=Side.choices)
    is_internal = models.BooleanField("alleen voor het loket", default=False)
    text = models.TextField("tekst")
    # Of the form it was written in: sent twice it is one message.
    token = models.CharField("sleutel", max_length=60)
    at = models.DateTimeField("wanneer", auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        constraints = [
            models.UniqueConstraint(fields=["request", "author", "token"], name="message_token_once"),
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="message_side_known"),
            models.CheckConstraint(
                condition=models.Q(is_internal=False) | models.Q(side=Side.LOKET),
                name="message_internal_of_loket",
            ),
        ]

    def __str__(self) -> str:
        return f"bericht {self.pk}"


class ReadMark(models.Model):
    """Up to which message somebody read."""

    request = models.ForeignKey(SupportRequest, on_delete=models.CASCADE, related_name="read_marks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    last = models.PositiveBigIntegerField("laatste gelezen bericht", default=0)

    class Meta:
        verbose_name = "leesstand"
        verbose_name_plural = "leesstanden"
        constraints = [models.UniqueConstraint(fields=["request", "user"], name="read_mark_once")]

    def __str__(self) -> str:
        return f"leesstand {self.pk}"


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class ThreadLink(models.Model):
    """Opens one conversation for one person without a login. Only a digest of the key is kept: who reads this table has
    no key."""

    request = models.ForeignKey(SupportRequest, on_delete=models.CASCADE, related_name="thread_links")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField("afdruk van de sleutel", max_length=64, unique=True)
    expires_at = models.DateTimeField("geldig tot")

    class Meta:
        verbose_name = "link naar een gesprek"
        verbose_name_plural = "links naar gesprekken"

    def __str__(self) -> str:
        return f"link {self.pk}"


class Promise(models.Model):
    """Who does what for whom, before when. Functions, not names."""

    request = models.ForeignKey(
        SupportRequest, verbose_name="verzoek", on_delete=models.CASCADE, related_name="promises"
    )
    text = models.TextField("toezegging")
    promised_by = models.CharField("door (functie)", max_length=120)
    promised_to = models.CharField("voor (functie)", max_length=120)
    due_on = models.DateField("uiterlijk op")
    state = models.CharField("stand", max_length=20, choices=PromiseState.choices, default=PromiseState.OPEN)
    token = models.CharField("sleutel", max_length=60)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="opgeschreven door", null=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    written_at = models.DateTimeField("opgeschreven op", auto_now_add=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = "toezegging"
        verbose_name_plural = "toezeggingen"
        constraints = [
            models.UniqueConstraint(fields=["request", "written_by", "token"], name="promise_token_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=PromiseState.values), name="promise_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"toezegging {self.pk}"

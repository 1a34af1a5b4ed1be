"""A proposal, kept as it was shown: also what was not chosen."""

from django.conf import settings
from django.db import models

from matching.proposals.enums import OfferAnswer, OfferKind
from matching.requests.models.request import SupportRequest


class Proposal(models.Model):
    request = models.ForeignKey(
        SupportRequest, verbose_name="verzoek", on_delete=models.CASCADE, related_name="proposals"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="wie voorstelde", null=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    engine = models.CharField("versie van de rekenregels", max_length=60)
    overruling = models.TextField("waarom anders dan de volgorde", blank=True)
    # Of the form it was made in: sent twice it is one proposal.
    token = models.CharField("sleutel", max_length=60)
    sent_at = models.DateTimeField("verstuurd op", auto_now_add=True)
    # Answered in all its parts, or taken back.
    ended_at = models.DateTimeField("klaar op", null=True, blank=True)
    is_recalled = models.BooleanField("teruggehaald", default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = "voorstel"
        verbose_name_plural = "voorstellen"
        constraints = [
            models.UniqueConstraint(fields=["request", "token"], name="proposal_token_once"),
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(ended_at=None), name="proposal_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"voorstel {self.pk}"


class ProposalItem(models.Model):
    """One row of the advice. Of a person only the key and the numbers: name and texts are read anew each time, so that
    who withdraws is gone."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField("plaats")
    kind = models.CharField("soort", max_length=20, choices=OfferKind.choices)
    key = models.CharField("sleutel", max_length=40)
    title = models.CharField("titel", max_length=255, blank=True)
    url = models.CharField("adres", max_length=500, blank=True)
    score = models.FloatField("score")
    parts = models.JSONField("deelscores", default=dict)
    is_chosen = models.BooleanField("gekozen")
    # Found by somebody at the loket, and not in the advice.
    is_added = models.BooleanField("zelf gezocht", default=False, db_default=False)
    reason = models.TextField("reden", blank=True)
    answer = models.CharField("antwoord", max_length=20, choices=OfferAnswer.choices, blank=True)
    word = models.TextField("toelichting", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="wie antwoordde", null=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)

    class Meta:
        ordering = ["place"]
        verbose_name = "onderdeel van een voorstel"
        verbose_name_plural = "onderdelen van een voorstel"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "key"], name="proposal_item_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=["", *OfferAnswer.values]), name="proposal_answer_known"
            ),
            models.CheckConstraint(
                condition=models.Q(answer="") | models.Q(is_chosen=True), name="proposal_answer_to_chosen"
            ),
        ]

    def __str__(self) -> str:
        return f"onderdeel {self.pk}"


class OfferQuestion(models.Model):
    """What the gemeente first wants to know of a part, said in the thread: the part stays without an answer."""

    item = models.ForeignKey(ProposalItem, on_delete=models.CASCADE, related_name="questions")
    message = models.OneToOneField("matching.Message", on_delete=models.CASCADE, related_name="about_offer")

    class Meta:
        ordering = ["message"]
        verbose_name = "vraag over een onderdeel"
        verbose_name_plural = "vragen over onderdelen"

    def __str__(self) -> str:
        return f"vraag {self.pk}"

"""Closed lists of proposals."""

from django.db.models import TextChoices


class OfferKind(TextChoices):
    """The values stand before the number in a key of search."""

    PERSON = "profile", "Mensen"
    APPROACH = "case", "Aanpakken"
    CENTRE = "centre", "Kenniscentra"
    SCHEME = "scheme", "Regelingen"


class OfferAnswer(TextChoices):
    ACCEPTED = "geaccepteerd", "Ja, dit willen wij"
    REFUSED = "geweigerd", "Nee, dit past niet"


# In the form only: a question is a message, and leaves the part without an answer.
QUESTION = "vraag"
CHOICES = [*OfferAnswer.choices, (QUESTION, "Ik heb eerst een vraag")]

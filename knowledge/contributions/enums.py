"""In what state a contribution is."""

from django.db.models import TextChoices


class ContributionState(TextChoices):
    CONCEPT = "concept", "Nog niet verstuurd"
    INGEDIEND = "ingediend", "Ingediend"
    BIJ_REDACTIE = "bij_redactie", "Bij de redactie"
    GEPLAATST = "geplaatst", "Geplaatst"
    AFGEWEZEN = "afgewezen", "Niet geplaatst"


# Sent, and nothing was decided yet.
WAITING = (ContributionState.INGEDIEND, ContributionState.BIJ_REDACTIE)
DECIDED = (ContributionState.GEPLAATST, ContributionState.AFGEWEZEN)

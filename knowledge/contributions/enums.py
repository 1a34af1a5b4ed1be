"""In what state a contribution is."""

from django.db.models import TextChoices


class ContributionState(TextChoices):
    CONCEPT = "concept", "Nog niet verstuurd"
    WACHT = "wacht_op_akkoord", "Wacht op akkoord"
    INGEDIEND = "ingediend", "Ingediend"
    BIJ_REDACTIE = "bij_redactie", "Bij de redactie"
    GEPLAATST = "geplaatst", "Geplaatst"
    AFGEWEZEN = "afgewezen", "Niet geplaatst"


# Of the author alone, or of those who were asked to agree: the redactie knows of neither.
BEFORE_REVIEW = (ContributionState.CONCEPT, ContributionState.WACHT)
# Sent, and nothing was decided yet.
WAITING = (ContributionState.INGEDIEND, ContributionState.BIJ_REDACTIE)
DECIDED = (ContributionState.GEPLAATST, ContributionState.AFGEWEZEN)

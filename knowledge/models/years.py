"""Which years a case may name."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from knowledge.enums import CaseStatus

YEAR = [MinValueValidator(1945), MaxValueValidator(2100)]
# An idea may be planned; what runs or ran has begun.
YEARS_AHEAD = 5


def tell_late_start(year: int | None, status: str) -> str:
    """What is wrong with this year as the start, in Dutch; empty when nothing is. Without a status the widest holds."""
    now = timezone.localdate().year
    may_be_ahead = status in {CaseStatus.IDEE, ""}
    latest = now + YEARS_AHEAD if may_be_ahead else now
    if year is None or year <= latest:
        return ""
    if may_be_ahead:
        return f"Dit jaar is te ver weg. Kies een jaar tot en met {latest}."
    return f"Dit jaar moet nog komen. Kies een jaar tot en met {latest}, of kies de status Idee."

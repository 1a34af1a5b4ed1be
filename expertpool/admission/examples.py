"""Somebody who waits for two verdicts, so that the list of development has something on it."""

from datetime import timedelta

from django.utils import timezone

from expertpool.admission.services import agree_to_nomination
from expertpool.models import NominatedBy, Nomination
from krachtwijken.core.models import Theme
from krachtwijken.core.tokens import new_token

EXAMPLE_EMAIL = "voordracht@example.org"
ANSWERED = {
    "title": "Wijkverpleegkundige met een netwerk", "summary": "Ziet achter de voordeur wat op papier niet klopt.",
    "about": "Bracht huisartsen, wijkteam en corporatie samen rond bewoners met schulden en stress.",
    "levels": ["operationeel"], "roles": ["extern_deskundige"], "days_per_month": 2, "area": "Brabant",
    "visibility": "openbaar",
}  # fmt: skip


def load_example_nomination() -> None:
    """Repeatable."""
    if Nomination.objects.filter(email=EXAMPLE_EMAIL).exists():
        return
    nomination = Nomination.objects.create(
        email=EXAMPLE_EMAIL, title=str(ANSWERED["title"]), why="Zij kent de wijk en durft iets te zeggen.",
        by=NominatedBy.COLLEAGUE, token=new_token(), link_until=timezone.now() + timedelta(days=30),
    )  # fmt: skip
    themes = Theme.objects.filter(code__in=["integreren", "wonen"])
    agree_to_nomination(nomination=nomination, answers={**ANSWERED, "themes": themes})

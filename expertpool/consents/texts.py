"""What somebody agrees to. A text that was agreed to once is never changed: a new one gets a version of its own."""

from collections.abc import Mapping
from datetime import timedelta

TEXTS: Mapping[str, str] = {
    "2026-1": (
        "Ik wil in de pool staan. Wie mijn profiel ziet, kies ik zelf. Het loket mag mij vragen om te helpen; ik mag "
        "altijd nee zeggen. Ik kan mijn toestemming elke dag intrekken. Na een jaar vervalt zij, als ik haar niet "
        "bevestig."
    ),
}
CURRENT_TEXT = "2026-1"
# Said wherever somebody chooses a ring.
ABOUT_RINGS = (
    "Wie u mag zien en een zoekvraag volgt, leest in een mail dat u nieuw bent: met uw functie en wat u in het kort schreef. "
    "Kiest u 'Iedereen'? Dan vinden ook zoekmachines u, en wie nieuws van deze site volgt. Wat een ander al kreeg, halen wij "
    "niet terug."
)
TERM = timedelta(days=365)

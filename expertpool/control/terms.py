"""How long what of an owner is kept, as the own page says it. From the constants of the rules that forget at night."""

from collections.abc import Sequence
from datetime import timedelta

from expertpool.admission.forgetting import NOMINATION_KEPT
from expertpool.conflicts.rules import COOLING_YEARS
from expertpool.control.services import VIEWS_KEPT
from expertpool.directory.forgetting import KEPT
from expertpool.models.profile import CONFIRMED_FOR, FADES_AFTER
from expertpool.own_data import more_own_terms
from krachtwijken.core.handlers import KEEP_MAIL

# A term that is not here has no words yet: the page must not make them up.
IN_WORDS = {
    timedelta(days=90): "90 dagen",
    timedelta(days=365): "een jaar",
    timedelta(days=400): "dertien maanden",
    timedelta(days=5 * 365): "vijf jaar",
}


def own_terms() -> Sequence[tuple[str, str]]:
    """What, and how long."""
    year = IN_WORDS[KEPT]
    return (
        (
            "Functie, teksten, krachten, thema's, talen, provincies, wijken, dagen en aantallen",
            f"zolang uw toestemming loopt, en daarna nog {year}",
        ),
        (
            "Werk waar het uit blijkt",
            f"even lang; na {FADES_AFTER} jaar telt het niet meer mee, tenzij u het bevestigt. Dat geldt {CONFIRMED_FOR} jaar",
        ),
        ("Belangen", f"tot {COOLING_YEARS} jaar na het einde van een belang"),
        (
            "Met wie u niet wilt werken, uw toestemmingen, en sinds wanneer u te zien bent",
            "zolang uw profiel er is",
        ),
        ("Pauzes", "tot de pauze voorbij is"),
        ("Hoe vaak iemand keek", IN_WORDS[VIEWS_KEPT]),
        ("Wat er in uw voordracht stond", f"{IN_WORDS[NOMINATION_KEPT]} na het besluit"),
        ("Mails die de site verstuurde, ook die waarin u staat", IN_WORDS[KEEP_MAIL]),
        *more_own_terms.current()(),
    )

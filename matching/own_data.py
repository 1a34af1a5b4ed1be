"""What somebody of the pool takes along."""

from collections.abc import Mapping, Sequence
from typing import Any

from expertpool.control.terms import IN_WORDS
from expertpool.models import ExpertProfile
from matching.asides.own_data import asides_of_profile
from matching.closing.approving.own_data import case_words_of_profile
from matching.couplings.own_data import couplings_of_profile
from matching.engagements.own_data import engagements_of_profile
from matching.engagements.services.forgetting import WORDS_KEPT
from matching.mail_in.own_data import mails_of_profile
from matching.parts.own_data import parts_of_profile
from matching.requests.own_data import files_of_profile
from matching.requests.services.forgetting import TEXTS_KEPT
from matching.teams.own_data import teams_of_profile


def own_terms_of_loket() -> Sequence[tuple[str, str]]:
    """What, and how long, for the own page; from the constants of the rules that forget at night."""
    return (
        ("Wat er bij uitnodigingen en opdrachten is geschreven", f"{IN_WORDS[WORDS_KEPT]} na afloop"),
        (
            "Gesprekken met het loket",
            f"{IN_WORDS[TEXTS_KEPT]} nadat het verzoek klaar is, of tot uw profiel weg is",
        ),
    )


def loket_data_of_profile(profile: ExpertProfile) -> Mapping[str, Any]:
    return {
        **engagements_of_profile(profile),
        **parts_of_profile(profile),
        **asides_of_profile(profile),
        **teams_of_profile(profile),
        **couplings_of_profile(profile),
        **case_words_of_profile(profile),
        **mails_of_profile(profile),
        **files_of_profile(profile),
    }

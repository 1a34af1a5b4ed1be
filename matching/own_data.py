"""What somebody of the pool takes along."""

from collections.abc import Mapping
from typing import Any

from expertpool.models import ExpertProfile
from matching.asides.own_data import asides_of_profile
from matching.couplings.own_data import couplings_of_profile
from matching.engagements.own_data import engagements_of_profile
from matching.mail_in.own_data import mails_of_profile
from matching.parts.own_data import parts_of_profile
from matching.teams.own_data import teams_of_profile


def loket_data_of_profile(profile: ExpertProfile) -> Mapping[str, Any]:
    return {
        **engagements_of_profile(profile),
        **parts_of_profile(profile),
        **asides_of_profile(profile),
        **teams_of_profile(profile),
        **couplings_of_profile(profile),
        **mails_of_profile(profile),
    }

"""Two profiles became one: its parts of questions go along."""

from expertpool.models import ExpertProfile
from matching.parts.models import PartQuestion


def move_parts(*, loser: ExpertProfile, winner: ExpertProfile) -> None:
    """Within the transaction of `merge_profiles`."""
    PartQuestion.objects.filter(profile=loser).update(profile=winner)

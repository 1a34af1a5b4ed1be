"""Where people of the pool come, and whether a gemeente lies outside that: to be seen where somebody chooses them."""

from collections.abc import Collection
from dataclasses import dataclass

from expertpool.directory.presenter import travel_area
from expertpool.models import ExpertProfile
from krachtwijken.core.models import Gemeente

EVERYWHERE = "heel Nederland"


@dataclass(frozen=True)
class Travel:
    """`outside` is the province of the gemeente where this person says not to come; empty when that is not so, or not known."""

    area: str
    outside: str = ""


def travel_of_people(pks: Collection[int], gemeente: Gemeente) -> dict[int, Travel]:
    """In two queries; who is not there any more is left out."""
    profiles = (
        ExpertProfile.objects.filter(pk__in=pks).order_by().prefetch_related("province_rows") if pks else ()
    )
    return {profile.pk: _travel_of(profile, gemeente) for profile in profiles}


def _travel_of(profile: ExpertProfile, gemeente: Gemeente) -> Travel:
    """Who names no province goes everywhere, as the pool has it."""
    named = {row.province for row in profile.province_rows.all()}
    is_outside = bool(named) and gemeente.province not in named
    return Travel(travel_area(profile) or EVERYWHERE, gemeente.province if is_outside else "")

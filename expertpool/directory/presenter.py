"""A profile as its page shows it to one viewer: abilities beside what proves them, work in groups, and whether to ask now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page

from expertpool.enums import Ability, EvidenceKind
from expertpool.models import ExpertProfile, ProfileEvidence, ProfileWijk
from expertpool.selectors import DESK
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.rules import has_role
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.visibility import pages_visible_to

# What somebody wrote or told about the work, beside the work itself.
TOLD = (EvidenceKind.PUBLICATION, EvidenceKind.TALK)


@dataclass(frozen=True)
class ShownEvidence:
    row: ProfileEvidence
    url: str
    is_faded: bool
    abilities: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ShownAbility:
    """`percent` of 3, for the meter; `proofs` are titles."""

    label: str
    value: int
    percent: int
    proofs: list[str]


@dataclass(frozen=True)
class ShownProfile:
    work: list[ShownEvidence]
    told: list[ShownEvidence]
    references: int
    abilities: list[ShownAbility]
    availability: str
    languages: list[str]
    area: str
    wijken: list[str]

    @property
    def has_proof(self) -> bool:
        return any(not one.is_faded for one in (*self.work, *self.told)) or bool(self.references)


def show_profile(profile: ExpertProfile, viewer: Viewer) -> ShownProfile:
    """`profile` was found through `profiles_visible_to(viewer)`. Who may recommend somebody only gemeenten and the loket read;
    others see that there is somebody."""
    rows = list(profile.evidence.filter(counts=True).prefetch_related("ability_rows"))
    addresses = _addresses(rows, viewer)
    today = timezone.localdate()
    shown = [
        ShownEvidence(
            row=row,
            url=addresses.get(row.page_id or 0, row.link),
            is_faded=row.is_faded(today=today),
            abilities=[one.get_ability_display() for one in row.ability_rows.all()],
        )
        for row in rows
    ]
    shown.sort(key=lambda one: one.is_faded)
    reads_references = has_role(viewer, Role.GEMEENTE, *DESK) or profile.user_id == viewer.pk
    references = [one for one in shown if one.row.kind == EvidenceKind.REFERENCE]
    work = [one for one in shown if one.row.kind not in TOLD and (reads_references or one not in references)]
    return ShownProfile(
        work=work,
        told=[one for one in shown if one.row.kind in TOLD],
        references=0 if reads_references else len(references),
        abilities=_abilities(profile, work, shown),
        availability=availability_of(profile),
        languages=[one.get_language_display() for one in profile.language_rows.all()],
        area=travel_area(profile),
        wijken=[f"{one.wijk.name} ({one.wijk.gemeente.name})" for one in _wijken(profile)],
    )


def availability_of(profile: ExpertProfile) -> str:
    """In words, as the loket asks: days and maximum, a last day, a pause. Until when a pause lasts is nobody's business."""
    today = timezone.localdate()
    if profile.available_until is not None and profile.available_until < today:
        return "Niet meer"
    if any(pause.starts <= today <= pause.ends for pause in profile.pauses.all()):
        return "Nu even niet"
    if not profile.days_per_month or not profile.max_parallel:
        return "Nu niet"
    days = "1 dag" if profile.days_per_month == 1 else f"{profile.days_per_month} dagen"
    return f"{days} per maand"


def words_of_profile(profile: ExpertProfile) -> dict[str, str]:
    """What stands there now of the fields that are short enough to tell in a message."""
    now = ExpertProfile.objects.get(pk=profile.pk)
    until = now.available_until
    return {
        "visibility": now.get_visibility_display(),
        "days_per_month": str(now.days_per_month),
        "max_parallel": str(now.max_parallel),
        "available_until": date_format(until, "j F Y") if until else "",
        "area": now.area,
    }


def _abilities(
    profile: ExpertProfile, readable: Sequence[ShownEvidence], shown: Sequence[ShownEvidence]
) -> list[ShownAbility]:
    proofs: dict[str, list[str]] = {}
    for one in shown:
        if one in readable or one.row.kind in TOLD:
            for row in one.row.ability_rows.all():
                if not one.is_faded:
                    proofs.setdefault(row.ability, []).append(one.row.title)
    scores = {ability: getattr(profile, ability.value) for ability in Ability}
    return [
        ShownAbility(str(ability.label), score, round(score * 100 / 3), proofs.get(ability.value, []))
        for ability, score in scores.items()
        if score
    ]


def _addresses(rows: Sequence[ProfileEvidence], viewer: Viewer) -> Mapping[int, str]:
    pages = Page.objects.filter(pk__in=[row.page_id for row in rows if row.page_id])
    return {page.pk: page.url or "" for page in pages_visible_to(viewer, pages)}


def travel_area(profile: ExpertProfile) -> str:
    """Provinces, and what the owner adds; words that only name the same provinces are not said twice."""
    provinces = [one.get_province_display() for one in profile.province_rows.all()]
    if all(name.lower() in profile.area.lower() for name in provinces):
        return profile.area
    return ". ".join(part for part in (", ".join(provinces), profile.area) if part)


def _wijken(profile: ExpertProfile) -> list[ProfileWijk]:
    return list(profile.wijk_rows.select_related("wijk__gemeente"))

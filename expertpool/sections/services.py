"""Write one part of a profile, and the work that proves it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from expertpool.directory.services import announce
from expertpool.enums import Ability
from expertpool.models import EvidenceAbility, ExpertProfile, ProfileEvidence
from expertpool.sections.choices import TABLES, THEMES, write_list, write_themes
from expertpool.sections.rules import is_owner, may_write
from expertpool.sections.selectors import evidence_values, section_values
from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.mail import queue_mail
from krachtwijken.core.versions import changed_since, mark_of_values, refuse_stale

MOST_EVIDENCE = 40
# What changed, for who reads of it.
WORDS = {
    "title": "functie", "origin": "achtergrond", "languages": "talen", "levels": "niveaus", "roles": "rollen",
    "themes": "thema's", "provinces": "provincies", "area": "gebied", "wijken": "wijken",
    **{ability.value: str(ability.label).lower() for ability in Ability},
}  # fmt: skip
PLAIN_EVIDENCE = ("kind", "title", "text", "year", "page", "link", "mission", "counts")


class TooMuchEvidenceError(ValueError):
    """Nobody reads so much."""


class EvidenceGoneError(ValueError):
    """It was taken away meanwhile."""


@transaction.atomic
def save_section(
    *, profile: ExpertProfile, actor: User, values: dict[str, Any], seen: str = ""
) -> ExpertProfile:
    """Repeatable: writes what differs and no other. `seen` is the mark of the form; raises ChangedMeanwhileError."""
    fresh = _lock_own_words(profile, actor)
    now = section_values(fresh, values)
    refuse_stale(seen=seen, now=now, wanted=values)
    changed = changed_since(mark_of_values(values), now)
    if not changed:
        return fresh
    plain = [name for name in changed if name not in TABLES and name != THEMES]
    for name in plain:
        setattr(fresh, name, values[name])
    fresh.full_clean()
    fresh.save(update_fields=[*plain, *(["sort_title"] if "title" in plain else [])])
    for name in changed:
        if name in TABLES:
            write_list(fresh, name, values[name])
        elif name == THEMES:
            write_themes(fresh, values[name])
    event = audit.record(
        actor=actor, action="expertpool.profile_saved", target=fresh, data={"fields": changed}
    )
    _tell_owner(fresh, actor, [WORDS.get(name, name) for name in changed], event.pk)
    announce(fresh)
    return fresh


@transaction.atomic
def save_evidence(
    *,
    profile: ExpertProfile,
    actor: User,
    values: dict[str, Any],
    evidence: int | None = None,
    seen: str = "",
) -> ProfileEvidence:
    """Repeatable: the same kind, title and year is one row. Raises EvidenceGoneError, ChangedMeanwhileError."""
    fresh = _lock_own_words(profile, actor)
    row = _row_to_write(fresh, evidence, values)
    if row.pk is not None:
        now = evidence_values(row)
        refuse_stale(seen=seen, now=now, wanted=values)
        if not changed_since(mark_of_values({**now, **values}), now):
            return row
    for name in PLAIN_EVIDENCE:
        if name in values:
            setattr(row, name, values[name])
    row.full_clean()
    row.save()
    EvidenceAbility.objects.filter(evidence=row).exclude(ability__in=values["abilities"]).delete()
    for ability in values["abilities"]:
        EvidenceAbility.objects.get_or_create(evidence=row, ability=ability)
    _tell(fresh, actor, "expertpool.evidence_saved", row.pk)
    return row


def _row_to_write(profile: ExpertProfile, evidence: int | None, values: dict[str, Any]) -> ProfileEvidence:
    if evidence is not None:
        row = profile.evidence.filter(pk=evidence).first()
        if row is None:
            raise EvidenceGoneError
        return row
    same = profile.evidence.filter(kind=values["kind"], title=values["title"], year=values["year"]).first()
    if same is not None:
        return same
    if profile.evidence.count() >= MOST_EVIDENCE:
        raise TooMuchEvidenceError
    return ProfileEvidence(profile=profile)


@transaction.atomic
def confirm_evidence(*, profile: ExpertProfile, actor: User, evidence: int) -> None:
    """Repeatable. Old work counts again for some years: its owner says that it still stands, and nobody says so instead."""
    fresh = _lock_own_words(profile, actor)
    if not is_owner(actor, fresh):
        raise PermissionDenied
    today = timezone.localdate()
    if fresh.evidence.filter(pk=evidence).exclude(confirmed_on=today).update(confirmed_on=today):
        _tell(fresh, actor, "expertpool.evidence_confirmed", evidence)


@transaction.atomic
def remove_evidence(*, profile: ExpertProfile, actor: User, evidence: int) -> None:
    """Repeatable."""
    fresh = _lock_own_words(profile, actor)
    if fresh.evidence.filter(pk=evidence).delete()[0]:
        _tell(fresh, actor, "expertpool.evidence_removed", evidence)


def _tell(profile: ExpertProfile, actor: User, action: str, evidence: int) -> None:
    event = audit.record(actor=actor, action=action, target=profile, data={"evidence": evidence})
    _tell_owner(profile, actor, ["waar het uit blijkt"], event.pk)
    announce(profile)


def _tell_owner(profile: ExpertProfile, actor: User, changed: list[str], event: int) -> None:
    """Of what somebody else changed."""
    if is_owner(actor, profile) or profile.user is None:
        return
    queue_mail(
        to=profile.user.email,
        template="mail/profile_by_organisation.txt",
        context={
            "title": profile.title, "organisation": str(profile.organisation), "fields": ", ".join(changed),
        },
        key=f"profile-kept:{profile.pk}:{event}",
    )  # fmt: skip


def _lock_own_words(profile: ExpertProfile, actor: User) -> ExpertProfile:
    fresh = ExpertProfile.objects.select_for_update().filter(pk=profile.pk).first()
    if fresh is None or not may_write(actor, fresh):
        raise PermissionDenied
    return fresh

"""The rows of consent, and the one date that everything else asks."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from expertpool.consents.texts import CURRENT_TEXT, TERM
from expertpool.models import ConsentHow, ConsentRow, ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.outbox import enqueue

signer = Signer(salt="expertpool.confirm")


class LinkEndedError(ValueError):
    """The link was used, is too old, or was never ours."""


@transaction.atomic
def give_consent(*, profile: ExpertProfile, actor: User) -> ExpertProfile:
    """Repeatable: who has consent keeps it as it is. The way back after a withdrawal or a lapse: visible again at once."""
    if profile.user_id is None or profile.user_id != actor.pk:
        raise PermissionDenied
    fresh = ExpertProfile.objects.select_for_update().get(pk=profile.pk)
    if fresh.has_consent(today=timezone.localdate()):
        return fresh
    return start_term(profile=fresh, how=ConsentHow.OWN_PAGE, actor=actor)


@transaction.atomic
def confirm_consent(*, key: str) -> ExpertProfile:
    """From a mailed link; it works once, and only while consent still holds: withdrawn stays withdrawn."""
    pk, until = read_confirmation(key)
    fresh = ExpertProfile.objects.select_for_update().select_related(None).filter(pk=pk).first()
    today = timezone.localdate()
    if fresh is None or fresh.consent_until != until or not fresh.has_consent(today=today):
        raise LinkEndedError
    owner = fresh.user
    if owner is None or not owner.is_active:
        raise LinkEndedError
    return start_term(profile=fresh, how=ConsentHow.LINK, actor=owner)


def start_term(*, profile: ExpertProfile, how: ConsentHow, actor: User | None) -> ExpertProfile:
    """A year from today, on a locked row, within a transaction."""
    now = timezone.now()
    profile.consent_until = timezone.localdate() + TERM
    profile.save(update_fields=["consent_until"])
    ConsentRow.objects.create(
        profile=profile, text_version=CURRENT_TEXT, how=how, given_at=now, until=profile.consent_until
    )
    data = {"text": CURRENT_TEXT, "how": how.value}
    audit.record(actor=actor, action="expertpool.consent_given", target=profile, data=data)
    enqueue("search.refresh", {"kind": "profile", "pk": profile.pk}, key=f"profile:{profile.pk}")
    return profile


def make_confirmation(profile: ExpertProfile) -> str:
    """The key of the link that confirms this term and no other."""
    return signer.sign(f"{profile.pk}.{profile.consent_until}")


def read_confirmation(key: str) -> tuple[int, date]:
    try:
        pk, _, until = signer.unsign(key).partition(".")
        return int(pk), date.fromisoformat(until)
    except (BadSignature, ValueError) as error:
        raise LinkEndedError from error

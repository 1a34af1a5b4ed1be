"""An organisation puts somebody forward, sees whom it put forward, and may have that person asked once more."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from expertpool.admission.services import LINK_HOLDS, nominate, send_nomination
from expertpool.alliance.rules import speaks_for
from expertpool.importing.known import digest_of_address
from expertpool.models import NominatedBy, Nomination, NominationState, OrganisationAsk
from krachtwijken.accounts.models import User
from krachtwijken.accounts.selectors import alliance_of
from krachtwijken.accounts.types import Viewer
from krachtwijken.core import audit, retention
from krachtwijken.core.models import Organisation


def asks_of(viewer: Viewer) -> QuerySet[OrganisationAsk]:
    """What this organisation sent itself, without an outcome: who answered, or was known, stands here just so."""
    mine = OrganisationAsk.objects.filter(
        organisation__in=alliance_of(viewer), shown_until__gte=timezone.now()
    )
    return mine.select_related("organisation")


@transaction.atomic
def put_forward(*, organisation: Organisation, email: str, title: str, why: str, actor: User) -> None:
    """Repeatable, and says nothing, as `nominate`."""
    if not speaks_for(actor, organisation.pk):
        raise PermissionDenied
    ask = note_ask(organisation=organisation, email=email, title=title)
    audit.record(actor=actor, action="expertpool.put_forward", target=ask)
    nominate(email=email, title=title, why=why, by=NominatedBy.ORGANISATION, organisation=organisation)


@transaction.atomic
def note_ask(*, organisation: Organisation, email: str, title: str) -> OrganisationAsk:
    """Repeatable: an address stands on the list once, with the function that was sent first."""
    now, digest = timezone.now(), digest_of_address(email.strip())
    OrganisationAsk.objects.filter(organisation=organisation, digest=digest, shown_until__lt=now).delete()
    shown = {"title": title, "shown_until": now + LINK_HOLDS}
    return OrganisationAsk.objects.get_or_create(organisation=organisation, digest=digest, defaults=shown)[0]


@transaction.atomic
def ask_again(*, ask: OrganisationAsk, actor: User) -> None:
    """Repeatable: once. Only who did not answer gets the mail; what the organisation sees is the same for all."""
    fresh = OrganisationAsk.objects.select_for_update(of=("self",)).filter(pk=ask.pk).first()
    if fresh is None or not speaks_for(actor, fresh.organisation_id):
        raise PermissionDenied
    if fresh.again_at is not None:
        return
    now = timezone.now()
    fresh.again_at, fresh.shown_until = now, now + LINK_HOLDS
    fresh.save(update_fields=["again_at", "shown_until"])
    audit.record(actor=actor, action="expertpool.asked_again", target=fresh)
    waits = Nomination.objects.select_for_update(of=("self",)).filter(
        organisation=fresh.organisation_id, state=NominationState.NOMINATED
    )
    for nomination in waits.select_related("organisation").order_by("pk"):
        if digest_of_address(nomination.email) == fresh.digest:
            nomination.link_until = now + LINK_HOLDS
            nomination.save(update_fields=["link_until"])
            send_nomination(nomination, key=f"nomination-again:{nomination.pk}:{fresh.pk}")


@retention.register_rule("expertpool.asks")
@transaction.atomic
def forget_asks() -> int:
    """Repeatable. All after the same time."""
    return OrganisationAsk.objects.filter(shown_until__lt=timezone.now()).delete()[0]

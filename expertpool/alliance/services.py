"""The tie between somebody of the pool and an organisation, and what an organisation offers."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from expertpool.alliance.rules import speaks_for
from expertpool.models import ExpertProfile, OrganisationOffer
from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.models import Organisation, Theme
from krachtwijken.core.versions import refuse_stale


class OrganisationEndedError(ValueError):
    """It keeps nobody's profile any more."""


@transaction.atomic
def set_organisation(
    *, profile: ExpertProfile, organisation: Organisation | None, actor: User, seen: str = ""
) -> None:
    """Repeatable. Of the person alone: from then on the organisation keeps the professional part up to date, or no more.
    `seen` is the mark of the form; raises ChangedMeanwhileError, OrganisationEndedError."""
    fresh = ExpertProfile.objects.select_for_update().filter(pk=profile.pk).first()
    if fresh is None or fresh.user_id is None or fresh.user_id != actor.pk:
        raise PermissionDenied
    wanted = organisation.pk if organisation else None
    refuse_stale(seen=seen, now={"organisation": fresh.organisation_id}, wanted={"organisation": wanted})
    if fresh.organisation_id == wanted:
        return
    if organisation and not Organisation.objects.filter(pk=organisation.pk, active_until=None).exists():
        raise OrganisationEndedError
    fresh.organisation = organisation
    fresh.save(update_fields=["organisation"])
    data = {"organisation": wanted}
    audit.record(actor=actor, action="expertpool.organisation_set", target=fresh, data=data)


@transaction.atomic
def write_offer(*, organisation: Organisation, theme: Theme, text: str, actor: User, seen: str = "") -> None:
    """Repeatable. An empty text takes the offer away. `seen` is the mark of the form; raises ChangedMeanwhileError."""
    if not speaks_for(actor, organisation.pk):
        raise PermissionDenied
    # Held until the end, so that two at once make one.
    Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    offer = OrganisationOffer.objects.filter(organisation=organisation, theme=theme).first()
    now = offer.text if offer else ""
    refuse_stale(seen=seen, now={"text": now}, wanted={"text": text})
    if now == text:
        return
    if not text and offer is not None:
        offer.delete()
    else:
        offer = offer or OrganisationOffer(organisation=organisation, theme=theme)
        offer.text = text
        offer.full_clean()
        offer.save()
    audit.record(
        actor=actor, action="expertpool.offer_written", target=organisation, data={"theme": theme.pk}
    )

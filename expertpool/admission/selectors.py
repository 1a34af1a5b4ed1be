"""Nominations, for who vets them."""

from django.db.models import QuerySet
from django.utils import timezone

from expertpool.admission.rules import may_vet
from expertpool.models import Nomination, NominationState
from krachtwijken.accounts.types import Viewer


def nominations_visible_to(viewer: Viewer) -> QuerySet[Nomination]:
    """Only of who agreed: what was said of somebody who did not is nobody's to read."""
    rows = Nomination.objects.select_related("profile").prefetch_related(
        "vettings__vetter", "profile__theme_depths__theme", "profile__level_rows", "profile__role_rows"
    )
    return rows.filter(state=NominationState.CONSENTED) if may_vet(viewer) else rows.none()


def decided_nominations(viewer: Viewer) -> QuerySet[Nomination]:
    """With both verdicts, until the nomination is forgotten: who vets can read back what came of it."""
    rows = Nomination.objects.exclude(decided_at=None).prefetch_related("vettings")
    return rows if may_vet(viewer) else rows.none()


def count_awaiting_consent() -> int:
    return Nomination.objects.filter(state=NominationState.NOMINATED).count()


def nomination_by_link(token: str) -> Nomination | None:
    """While the link holds and consent was not given."""
    rows = Nomination.objects.filter(state=NominationState.NOMINATED, link_until__gte=timezone.now())
    return rows.filter(token=token).first()

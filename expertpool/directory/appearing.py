"""Who is new in the pool, and for whom: noted at night, so that no way into the pool can forget it, and whoever thinks better of
it the same day is announced to nobody. Whether somebody may be seen is asked again wherever it is told."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery
from django.utils import timezone

from expertpool.desk.rules import rings_from
from expertpool.models import ExpertProfile, ProfileShown
from expertpool.selectors import open_now, rings_of
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.one_by_one import run_one_by_one
from krachtwijken.core.outbox.scheduler import nightly


@nightly("expertpool.appearing")
def note_who_appeared() -> None:
    """Repeatable: a ring that was noted stays. No audit row: it follows from the consent and the ring, which have one."""
    noted = ProfileShown.objects.filter(profile=OuterRef("pk"), ring=OuterRef("visibility"))
    appeared = ExpertProfile.objects.filter(open_now()).exclude(Exists(noted)).order_by("pk")
    run_one_by_one(appeared.values_list("pk", flat=True), _note, name="expertpool.appearing")


@transaction.atomic
def _note(pk: int) -> bool:
    profile = ExpertProfile.objects.select_for_update(of=("self",)).filter(open_now(), pk=pk).first()
    if profile is None:
        return False
    now = timezone.now()
    # Whom a ring lets see it, those of the rings inside see too.
    rows = [ProfileShown(profile=profile, ring=ring, since=now) for ring in rings_from(profile.visibility)]
    ProfileShown.objects.bulk_create(rows, ignore_conflicts=True)
    return True


def appeared_for(viewer: Viewer, pks: Sequence[int]) -> Mapping[int, datetime]:
    """Since when each of these could be seen by people like the viewer; who was not noted yet is left out, and so is the own
    profile, which is no news to its owner. Says nothing of who may be seen now."""
    rows = ProfileShown.objects.filter(profile__in=pks, ring__in=rings_of(viewer)).order_by()
    if viewer.pk is not None:
        rows = rows.exclude(profile__user=viewer.pk)
    return dict(rows.values("profile").annotate(first=Min("since")).values_list("profile", "first"))


def newest_for(viewer: Viewer, profiles: QuerySet[ExpertProfile]) -> QuerySet[ExpertProfile]:
    """Of these who was noted for people like the viewer, the newest first."""
    first = ProfileShown.objects.filter(profile=OuterRef("pk"), ring__in=rings_of(viewer)).order_by("since")
    dated = profiles.annotate(shown_since=Subquery(first.values("since")[:1]))
    return dated.exclude(shown_since=None).order_by("-shown_since", "-pk")

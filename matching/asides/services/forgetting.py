"""What is forgotten of what was said aside: all of it with the request's texts, or with the person."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from expertpool.models import ExpertProfile
from krachtwijken.core import retention
from matching.asides.models import Aside, AsideLink
from matching.requests.services.forgetting import AT_ONCE, ENDED, TEXTS_KEPT

OF_NOBODY = Q(invitation__isnull=False, invitation__profile=None) | Q(
    part__isnull=False, part__profile=None, part__organisation=None
)


@retention.register_rule("matching.asides")
@transaction.atomic
def forget_asides() -> int:
    """Repeatable. Five years after the request ended, also of whose profile is gone; and links that are over."""
    gone = AsideLink.objects.filter(expires_at__lt=timezone.now()).delete()[0]
    old = Q(request__status__in=ENDED, request__status_since__lt=timezone.now() - TEXTS_KEPT)
    pks = list(Aside.objects.filter(old | OF_NOBODY).values_list("pk", flat=True)[:AT_ONCE])
    return gone + Aside.objects.filter(pk__in=pks).delete()[0]


@transaction.atomic
def forget_asides_with(profile: ExpertProfile) -> int:
    """Repeatable; within the erasure of a profile. What came of it stands with the invitation, the mission or the part."""
    theirs = Q(invitation__profile=profile) | Q(part__profile=profile)
    return Aside.objects.filter(theirs).delete()[0]

"""People and offers of organisations. Of people only who said that they belong there, and only while consent holds."""

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from expertpool.enums import Visibility
from expertpool.models import ExpertProfile, OrganisationOffer
from expertpool.selectors import TAKES_PART, with_parts
from krachtwijken.accounts.selectors import alliance_of
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.models import Organisation


def people_kept_by(viewer: Viewer) -> QuerySet[ExpertProfile]:
    """Whatever their ring: it says who else finds them."""
    mine = ExpertProfile.objects.filter(
        TAKES_PART, organisation__in=alliance_of(viewer), consent_until__gte=timezone.localdate()
    )
    return with_parts(mine).order_by("sort_title", "pk")


def offers_of(viewer: Viewer) -> QuerySet[OrganisationOffer]:
    return OrganisationOffer.objects.filter(organisation__in=alliance_of(viewer)).select_related("theme")


def organisations_with_offers() -> QuerySet[Organisation]:
    """Public: what each offers, and how many of its people everybody may see."""
    seen = Q(
        pool_people__visibility=Visibility.PUBLIC,
        pool_people__consent_until__gte=timezone.localdate(),
    ) & (Q(pool_people__user=None) | Q(pool_people__user__is_active=True))
    shown = Organisation.objects.filter(
        active_until=None, pk__in=OrganisationOffer.objects.values("organisation")
    )
    return shown.annotate(people=Count("pool_people", filter=seen, distinct=True)).prefetch_related(
        "pool_offers__theme"
    )


def joinable_organisations() -> QuerySet[Organisation]:
    """That somebody of the pool can say to belong to: those that still exist."""
    return Organisation.objects.filter(active_until=None)

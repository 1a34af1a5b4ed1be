"""What the night forgets of counts."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from knowledge.figures.models import PageViews
from krachtwijken.core import retention

KEPT = timedelta(days=400)


@retention.register_rule("knowledge.page_views")
@transaction.atomic
def forget_views() -> int:
    """Repeatable."""
    return PageViews.objects.filter(day__lt=timezone.localdate() - KEPT).delete()[0]

"""What has lapsed stands after what holds, in the lists of the site."""

from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone


def lapsed_last() -> Case:
    """To order cases by; one without a row holds."""
    return Case(
        When(validity__valid_until__lt=timezone.localdate(), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )

"""Who stood in the pool already is no news: shown since the first consent that is known, or for a long time. Repeatable."""

from datetime import UTC, datetime

from django.db import migrations
from django.db.models import Min
from django.utils import timezone

RINGS_INWARD = ("openbaar", "gemeenten", "alleen_loket")
LONG_AGO = datetime(2007, 1, 1, tzinfo=UTC)


def fill(apps, schema_editor):
    profiles = apps.get_model("expertpool", "ExpertProfile").objects
    shown = apps.get_model("expertpool", "ProfileShown")
    open_now = profiles.filter(consent_until__gte=timezone.localdate()).annotate(first=Min("consents__given_at")).order_by()
    rows = [
        shown(profile_id=pk, ring=ring, since=first or LONG_AGO)
        for pk, widest, first in open_now.values_list("pk", "visibility", "first")
        if widest in RINGS_INWARD
        for ring in RINGS_INWARD[RINGS_INWARD.index(widest) :]
    ]
    shown.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("expertpool", "0204_profile_shown")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

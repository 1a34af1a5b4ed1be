"""A find counts as told when its mail has left. What is there was told, unless its mail still waits."""

from typing import Any

from django.db import migrations, models
from django.utils import timezone


def tell_what_was_told(apps: Any, schema_editor: Any) -> None:
    finds = apps.get_model("search", "SavedFind").objects
    finds.update(mailed_at=timezone.now())
    waiting = apps.get_model("core", "MailMessage").objects.filter(
        key__startswith="saved-search:", sent_at=None
    )
    for key in waiting.values_list("key", flat=True):
        _, search, night = key.split(":")
        finds.filter(search_id=int(search), night=night).update(mailed_at=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0007_answer_verdict"), ("core", "0004_mail_that_stops")]

    operations = [
        migrations.AddField(
            model_name="savedfind",
            name="mailed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="gemaild op"),
        ),
        migrations.RunPython(tell_what_was_told, migrations.RunPython.noop, elidable=True),
    ]

"""Several drafts of one person, each with its own address; since when a request is in its state."""

from typing import Any

import django.utils.timezone
from django.db import migrations, models

import krachtwijken.core.tokens


def fill_in(apps: Any, schema_editor: Any) -> None:
    drafts = apps.get_model("matching", "RequestDraft")
    for draft in drafts.objects.all():
        drafts.objects.filter(pk=draft.pk).update(token=krachtwijken.core.tokens.new_token())
    requests = apps.get_model("matching", "SupportRequest")
    for request in requests.objects.all():
        last = request.decisions.order_by("-at").values_list("at", flat=True).first()
        requests.objects.filter(pk=request.pk).update(status_since=last or request.created_at)


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="requestdraft",
            name="token",
            field=models.CharField(
                default=krachtwijken.core.tokens.new_token, max_length=40, verbose_name="sleutel"
            ),
        ),
        migrations.AddField(
            model_name="supportrequest",
            name="status_since",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="stand sinds"),
        ),
        migrations.RunPython(fill_in, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="requestdraft",
            constraint=models.UniqueConstraint(fields=("user", "token"), name="draft_token_once"),
        ),
    ]

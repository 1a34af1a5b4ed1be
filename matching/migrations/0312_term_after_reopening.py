"""What goes on because its answer did not help has a term again, and each term its own escalations."""

from typing import Any

from django.db import migrations, models


def begin_terms(apps: Any, schema_editor: Any) -> None:
    """From being answered only the gemeente brings a request back in hand, so one with such a decision and without a
    proposal since then is there from that moment on. Of others nothing is known."""
    requests, decisions, proposals = (
        apps.get_model("matching", name) for name in ("SupportRequest", "Decision", "Proposal")
    )
    told = decisions.objects.filter(to="beantwoord")
    for request in requests.objects.filter(status="in_behandeling", pk__in=told.values("request")):
        answered_at = told.filter(request=request.pk).latest("at").at
        if not proposals.objects.filter(request=request.pk, sent_at__gt=answered_at).exists():
            request.reopened_at, request.times_reopened = request.status_since, 1
            request.save(update_fields=["reopened_at", "times_reopened"])


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0311_merged_request'),
    ]

    operations = [
        migrations.AddField(
            model_name='supportrequest',
            name='reopened_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='verder gegaan op'),
        ),
        migrations.AddField(
            model_name='supportrequest',
            name='times_reopened',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='hoe vaak verder gegaan'),
        ),
        migrations.AddField(
            model_name='escalation',
            name='term',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='de hoeveelste termijn'),
        ),
        migrations.RemoveConstraint(
            model_name='escalation',
            name='escalation_once',
        ),
        migrations.AddConstraint(
            model_name='escalation',
            constraint=models.UniqueConstraint(fields=('request', 'clock', 'step', 'term'), name='escalation_once_a_term'),
        ),
        migrations.RunPython(begin_terms, migrations.RunPython.noop),
    ]

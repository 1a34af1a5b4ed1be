"""A request that went on in another one of the same gemeente."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0009_residents'),
        ('matching', '0303_silence_and_refusals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MergedRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='waarom het hetzelfde is')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='samengevoegd op')),
            ],
            options={
                'verbose_name': 'samengevoegd verzoek',
                'verbose_name_plural': 'samengevoegde verzoeken',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='supportrequest',
            name='request_status_known',
        ),
        migrations.AlterField(
            model_name='decision',
            name='to',
            field=models.CharField(choices=[('ingediend', 'Ingediend'), ('in_behandeling', 'In behandeling'), ('beantwoord', 'Beantwoord met kennis'), ('voorgesteld', 'Voorstel gedaan'), ('in_uitvoering', 'In uitvoering'), ('afgerond', 'Afgerond'), ('afgewezen', 'Afgewezen'), ('ingetrokken', 'Ingetrokken'), ('samengevoegd', 'Samengevoegd')], max_length=20, verbose_name='besluit'),
        ),
        migrations.AlterField(
            model_name='supportrequest',
            name='status',
            field=models.CharField(choices=[('ingediend', 'Ingediend'), ('in_behandeling', 'In behandeling'), ('beantwoord', 'Beantwoord met kennis'), ('voorgesteld', 'Voorstel gedaan'), ('in_uitvoering', 'In uitvoering'), ('afgerond', 'Afgerond'), ('afgewezen', 'Afgewezen'), ('ingetrokken', 'Ingetrokken'), ('samengevoegd', 'Samengevoegd')], default='ingediend', max_length=20, verbose_name='stand'),
        ),
        migrations.AddConstraint(
            model_name='supportrequest',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['ingediend', 'in_behandeling', 'beantwoord', 'voorgesteld', 'in_uitvoering', 'afgerond', 'afgewezen', 'ingetrokken', 'samengevoegd'])), name='request_status_known'),
        ),
        migrations.AddField(
            model_name='mergedrequest',
            name='into',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merged_from', to='matching.supportrequest'),
        ),
        migrations.AddField(
            model_name='mergedrequest',
            name='request',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='merged', to='matching.supportrequest'),
        ),
        migrations.AddConstraint(
            model_name='mergedrequest',
            constraint=models.CheckConstraint(condition=models.Q(('request', models.F('into')), _negated=True), name='merged_into_another_request'),
        ),
    ]

"""Who runs the site, and how to reach them."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0009_residents'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProgrammeContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, help_text='Wie deze site beheert en verantwoordelijk is voor de gegevens.', max_length=120, verbose_name='naam van de organisatie')),
                ('mail', models.EmailField(blank=True, max_length=120, verbose_name='mailadres')),
                ('phone', models.CharField(blank=True, max_length=20, validators=[django.core.validators.RegexValidator('^[0-9 +()\\-]{6,20}$', 'Schrijf een telefoonnummer, zoals 070 123 45 67.')], verbose_name='telefoonnummer')),
                ('privacy_mail', models.EmailField(blank=True, help_text='Bijvoorbeeld van de functionaris gegevensbescherming. Mag leeg: dan geldt het mailadres hierboven.', max_length=120, verbose_name='mailadres voor vragen over gegevens')),
            ],
            options={
                'verbose_name': 'contact van het programma',
            },
        ),
    ]

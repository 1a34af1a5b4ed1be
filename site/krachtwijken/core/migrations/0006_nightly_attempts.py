"""A nightly job that failed is tried again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_organisation_code")]

    operations = [
        migrations.AddField(
            model_name="nightlyrun",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="pogingen"),
        ),
        migrations.AddField(
            model_name="nightlyrun",
            name="leased_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="bezet tot"),
        ),
    ]

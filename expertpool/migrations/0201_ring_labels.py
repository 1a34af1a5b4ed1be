from django.db import migrations, models


class Migration(migrations.Migration):
    """Only what the rings are called: who sees what stays as it was."""

    dependencies = [("expertpool", "0105_pool_import")]

    operations = [
        migrations.AlterField(
            model_name="expertprofile",
            name="visibility",
            field=models.CharField(
                choices=[
                    ("openbaar", "Iedereen"),
                    ("gemeenten", "Gemeenten, het loket, de accountmanagers en beheer"),
                    ("alleen_loket", "Alleen het loket, de accountmanagers en beheer"),
                ],
                default="alleen_loket",
                max_length=20,
                verbose_name="wie dit profiel ziet",
            ),
        ),
    ]

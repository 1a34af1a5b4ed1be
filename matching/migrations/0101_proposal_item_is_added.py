from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0020_asking")]

    operations = [
        migrations.AddField(
            model_name="proposalitem",
            name="is_added",
            field=models.BooleanField(db_default=False, default=False, verbose_name="zelf gezocht"),
        ),
    ]

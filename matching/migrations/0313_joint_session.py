"""When and where a joint session is, and which gemeente says that it comes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0312_term_after_reopening'),
    ]

    operations = [
        migrations.AddField(
            model_name='jointquestion',
            name='session_time',
            field=models.TimeField(blank=True, null=True, verbose_name='tijd van de sessie'),
        ),
        migrations.AddField(
            model_name='jointquestion',
            name='place',
            field=models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='plaats of link'),
        ),
        migrations.AddField(
            model_name='jointmember',
            name='reply',
            field=models.CharField(blank=True, choices=[('komt', 'Wij komen'), ('komt_niet', 'Wij komen niet')], db_default='', default='', max_length=10, verbose_name='antwoord'),
        ),
        migrations.AddField(
            model_name='jointmember',
            name='shows_name',
            field=models.BooleanField(db_default=False, default=False, verbose_name='laat de naam zien'),
        ),
        migrations.AddConstraint(
            model_name='jointmember',
            constraint=models.CheckConstraint(condition=models.Q(('reply__in', ['', 'komt', 'komt_niet'])), name='session_reply_known'),
        ),
    ]

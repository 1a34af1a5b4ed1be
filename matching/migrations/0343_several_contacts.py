"""Up to three people to call, each with a function. The function of the one that there was stood with the request."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

AT_ONCE = 1000


def move_functions(apps: Any, schema_editor: Any) -> None:
    """To the person; a request that named nobody gets one of whom only the function is known."""
    requests, contacts = (apps.get_model("matching", name) for name in ("SupportRequest", "RequestContact"))
    with_function = requests.objects.exclude(contact="")
    function = with_function.filter(pk=models.OuterRef("request")).values("contact")[:1]
    contacts.objects.filter(request__in=with_function).update(function=models.Subquery(function))
    unnamed = with_function.filter(contacts=None).values_list("pk", "contact")
    contacts.objects.bulk_create(
        (contacts(request_id=pk, place=1, function=words) for pk, words in list(unnamed)), batch_size=AT_ONCE
    )
    with_function.update(contact="")


def move_back(apps: Any, schema_editor: Any) -> None:
    """The version before has room for one: the second and the third go."""
    requests, contacts = (apps.get_model("matching", name) for name in ("SupportRequest", "RequestContact"))
    first = contacts.objects.filter(place=1)
    function = first.filter(request=models.OuterRef("pk")).values("function")[:1]
    known = first.exclude(function="").values("request")
    requests.objects.filter(pk__in=known).update(contact=models.Subquery(function))
    contacts.objects.exclude(place=1, name__gt="").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('matching', '0342_work_view'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='requestcontact',
            options={'ordering': ['place', 'pk'], 'verbose_name': 'contactpersoon', 'verbose_name_plural': 'contactpersonen'},
        ),
        migrations.AddField(
            model_name='requestcontact',
            name='function',
            field=models.CharField(blank=True, db_default='', default='', max_length=120, verbose_name='functie'),
        ),
        migrations.AddField(
            model_name='requestcontact',
            name='place',
            field=models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name='plaats'),
        ),
        migrations.AlterField(
            model_name='requestcontact',
            name='name',
            field=models.CharField(blank=True, max_length=120, verbose_name='naam'),
        ),
        migrations.AlterField(
            model_name='requestcontact',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='matching.supportrequest'),
        ),
        migrations.AlterField(
            model_name='supportrequest',
            name='contact',
            field=models.CharField(blank=True, db_default='', default='', max_length=120, verbose_name='contact (functie)'),
        ),
        migrations.AddConstraint(
            model_name='requestcontact',
            constraint=models.UniqueConstraint(fields=('request', 'place'), name='request_contact_place_once'),
        ),
        migrations.AddConstraint(
            model_name='requestcontact',
            constraint=models.CheckConstraint(condition=models.Q(('place__gte', 1), ('place__lte', 3)), name='request_contact_three_at_most'),
        ),
        migrations.RunPython(move_functions, move_back),
    ]

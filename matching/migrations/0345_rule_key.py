"""No two dossiers of one rule and article. Of those that are there already the first has the key; the others keep none until
somebody gives them another name. Repeatable."""

import hashlib
import re

from django.db import migrations, models

ARTICLE = re.compile(r"\d+[a-z]?(?:[.:]\d+[a-z]?)*", re.IGNORECASE)
LITTLE = re.compile(r"^(?:de|het|een)\s+", re.IGNORECASE)


def digest(name, article):
    key = "".join(letter for letter in LITTLE.sub("", name.strip()).casefold() if letter.isalnum())
    found = ARTICLE.search(article)
    return hashlib.sha256(f"{key}|{found.group().lower() if found else ''}".encode()).hexdigest()


def fill(apps, schema_editor):
    rules = apps.get_model("matching", "BlockingRule").objects
    taken = set(rules.exclude(key=None).values_list("key", flat=True))
    for rule in rules.filter(key=None).order_by("pk"):
        key = digest(rule.name, rule.article)
        if key not in taken:
            taken.add(key)
            rules.filter(pk=rule.pk).update(key=key)


class Migration(migrations.Migration):
    dependencies = [("matching", "0344_without_account_and_bundle_clock")]
    operations = [
        migrations.AddField(
            model_name="blockingrule",
            name="key",
            field=models.CharField(editable=False, max_length=64, null=True, unique=True, verbose_name="afdruk van naam en artikel"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

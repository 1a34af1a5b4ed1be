"""Levels and roles from their lists to rows, and provinces from what somebody wrote of an area. The lists stay: the version
before still reads them. Repeatable: a row that is there already stays."""

from django.db import migrations

LEVELS = {"bestuurlijk", "strategisch", "procesregie", "operationeel", "bewoner"}
ROLES = {"topdog", "adoptant", "extern_deskundige", "onderzoeker", "collega_gemeente"}
PROVINCES = [
    "Drenthe", "Flevoland", "Friesland", "Gelderland", "Groningen", "Limburg", "Noord-Brabant", "Noord-Holland",
    "Overijssel", "Utrecht", "Zeeland", "Zuid-Holland",
]  # fmt: skip
# Other words for one or more of them.
ALSO = {
    "heel nederland": [], "randstad": ["Noord-Holland", "Zuid-Holland", "Utrecht", "Flevoland"],
    "amsterdam": ["Noord-Holland"], "den haag": ["Zuid-Holland"], "rotterdam": ["Zuid-Holland"],
    "fryslân": ["Friesland"],
}  # fmt: skip


def provinces_in(area):
    text = area.lower()
    if "heel nederland" in text:
        return []
    found = [name for name in PROVINCES if name.lower() in text]
    for words, names in ALSO.items():
        if words in text:
            found += names
    if "brabant" in text and "Noord-Brabant" not in found:
        found.append("Noord-Brabant")
    return list(dict.fromkeys(found))


def fill(apps, schema_editor):
    profile = apps.get_model("expertpool", "ExpertProfile")
    tables = {name: apps.get_model("expertpool", name) for name in ("ProfileLevel", "ProfileRole", "ProfileProvince")}
    rows = {name: [] for name in tables}
    for pk, levels, roles, area in profile.objects.values_list("pk", "levels", "roles", "area").iterator():
        rows["ProfileLevel"] += [
            tables["ProfileLevel"](profile_id=pk, level=one) for one in dict.fromkeys(levels or []) if one in LEVELS
        ]
        rows["ProfileRole"] += [
            tables["ProfileRole"](profile_id=pk, role=one) for one in dict.fromkeys(roles or []) if one in ROLES
        ]
        rows["ProfileProvince"] += [
            tables["ProfileProvince"](profile_id=pk, province=one) for one in provinces_in(area or "")
        ]
    for name, table in tables.items():
        table.objects.bulk_create(rows[name], batch_size=500, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("expertpool", "0101_skills")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

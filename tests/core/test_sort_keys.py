"""Lists from the database stand in the order of a Dutch reader, on every database the same."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.text import slugify

from expertpool.models import ExpertProfile
from knowledge.models import CasePage
from krachtwijken.core.models import Gemeente
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_case

TITLES = [
    "Één loket",
    "Eén voordeur",
    "'t Huis van de wijk",
    "“Samen” aan tafel",
    "Wijk 2",
    "Wijk 10",
    "zorgtuin",
]


def test_cases_by_title_ignore_quotes_accents_and_case(site_tree: Any, client: Client) -> None:
    for title in reversed(TITLES):
        make_case(title=title)
    page = client.get("/kennis/", {"sorteer": "titel"})
    assert [case.title for case in page.context["page_obj"]] == TITLES


def test_gemeenten_ignore_short_forms_and_accents(db: None) -> None:
    for name in ("Zwolle", "Súdwest-Fryslân", "Sneek", "'s-Gravenhage", "Gouda", "Heerlen"):
        Gemeente.objects.get_or_create(name=name, defaults={"slug": f"nieuw-{slugify(name)}"})
    names = ["Gouda", "'s-Gravenhage", "Heerlen", "Sneek", "Súdwest-Fryslân", "Zwolle"]
    assert list(Gemeente.objects.filter(name__in=names).values_list("name", flat=True)) == names


def test_profiles_sort_alike_whether_saved_one_by_one_or_in_bulk(db: None) -> None:
    made = [
        ExpertProfile(title=title, slug=f"p{n}", summary="Kort.", about="Lang.")
        for n, title in enumerate(TITLES)
    ]
    ExpertProfile.objects.bulk_create(reversed(made[1:]))
    made[0].save()
    assert list(ExpertProfile.objects.values_list("title", flat=True)) == TITLES


def test_accounts_stand_under_their_surname_in_the_content_management(as_role: Callable[..., Client]) -> None:
    call_command("set_up_roles", verbosity=0)
    names = ["van der Aa", "’t Hart", "el Idrissi", "IJsbrand"]
    for name in reversed(names):
        UserFactory(name=name)
    page = as_role("beheer").get(reverse("wagtailusers_users:index"), {"ordering": "name"})
    assert [user.name for user in page.context["page_obj"] if user.name in names] == names


def test_title_that_changes_moves_its_page(site_tree: Any) -> None:
    case = make_case(title="Aanpak").specific
    case.title = "Zorgtuin"
    case.save_revision().publish()
    assert CasePage.objects.get(pk=case.pk).sort_title == "zorgtuin"


@pytest.mark.parametrize(
    ("app", "module", "model", "field"),
    [
        ("knowledge", "knowledge.migrations.0006_sort_keys", CasePage, "sort_title"),
        ("core", "krachtwijken.core.migrations.0007_sort_keys", Gemeente, "sort_name"),
    ],
)
def test_migration_fills_what_was_there_already(
    site_tree: Any, app: str, module: str, model: Any, field: str
) -> None:
    make_case(title="“Samen” aan tafel")
    right = dict(model.objects.values_list("pk", field))
    model.objects.update(**{field: ""})
    import_module(module).fill(apps, None)
    assert dict(model.objects.values_list("pk", field)) == right
    assert all(right.values())

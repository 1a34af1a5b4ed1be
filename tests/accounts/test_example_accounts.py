"""The example accounts: one of every role, and two centres."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from knowledge.importing.rules import centres_open_to
from knowledge.models import CentrePage
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.examples import EXAMPLE_ACCOUNTS
from krachtwijken.core.models import Organisation
from tests.factories.pages import page_of_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def development(settings: Any, tmp_path: Any) -> None:
    settings.EXAMPLE_CONTENT_ALLOWED = True
    settings.KRACHTWIJKEN_VAR = tmp_path


def told(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("development")
@pytest.mark.parametrize("pages_first", [True, False])
def test_each_editor_works_in_the_section_of_one_living_centre(site_tree: Any, pages_first: bool) -> None:
    if not pages_first:
        told("load_example_accounts")
    for slug in ("movisie", "platform31"):
        page_of_centre(Organisation.objects.get(slug=slug))
    told("load_example_accounts")
    for email, slug in (
        ("kenniscentrum@example.org", "movisie"),
        ("kenniscentrum2@example.org", "platform31"),
    ):
        user = User.objects.get(email=email)
        centre = CentrePage.objects.get(organisation__slug=slug)
        assert centre.organisation.is_active
        assert centres_open_to(user) == [centre]
        client = Client()
        client.force_login(user)
        assert client.get(f"/admin/pages/{centre.pk}/").status_code == 200
        assert client.get("/admin/praktijken-importeren/").status_code == 200


@pytest.mark.usefixtures("development")
def test_again_makes_nothing_new(reference: None) -> None:
    told("load_example_accounts")
    before = list(User.objects.values_list("email", "groups__name").order_by("pk", "groups__name"))
    told("load_example_accounts")
    assert list(User.objects.values_list("email", "groups__name").order_by("pk", "groups__name")) == before
    assert set(Role) == {name for _, name in before if name in set(Role)}


@pytest.mark.usefixtures("development")
def test_both_centres_stand_in_both_lists(reference: None) -> None:
    for command in ("load_example_accounts", "show_example_accounts"):
        shown = told(command)
        assert "kenniscentrum@example.org" in shown
        assert "kenniscentrum2@example.org" in shown
        assert "(movisie)" in shown
        assert "(platform31)" in shown


def test_readme_names_an_account_of_every_role_and_where_the_list_is_printed() -> None:
    readme = Path(__file__).parents[2].joinpath("README.md").read_text(encoding="utf-8")
    first = {account.role: account.email for account in reversed(EXAMPLE_ACCOUNTS)}
    assert not [email for email in first.values() if f"`{email}`" not in readme]
    assert "manage.py show_example_accounts" in readme


def test_refused_in_production(settings: Any) -> None:
    settings.EXAMPLE_CONTENT_ALLOWED = False
    for command in ("load_example_accounts", "show_example_accounts"):
        with pytest.raises(CommandError):
            told(command)
    assert not User.objects.exists()

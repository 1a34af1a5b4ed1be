"""What a reader sees of numbers, dates, wrong fields and names that a library brought along: Dutch, in our own words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils.formats import date_format
from django.utils.timezone import datetime, now
from wagtail.models import Workflow, WorkflowTask

from expertpool.models import ExpertProfile
from krachtwijken.accounts.menu import LINKS
from krachtwijken.core.templatetags.page_tags import thousands
from search.features.query_demand.models import AskedQuery
from tests.factories.pages import make_wijk_page

ROOT = Path(__file__).resolve().parents[2]
AsRole = Callable[..., Client]


def complaint(field: forms.Field, value: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (forms.IntegerField(max_value=31), 99, "Kies hoogstens 31."),
        (forms.IntegerField(min_value=0), -1, "Kies 0 of meer."),
        (forms.IntegerField(), "veel", "Vul een heel getal in."),
        (forms.CharField(max_length=3), "abcdef", "Houd het bij 3 tekens; er staan er nu 6."),
        (forms.CharField(), "", "Vul dit in."),
        (forms.DateField(), "morgen", "Vul een datum in, zoals 28-11-2026."),
        (forms.EmailField(), "naam", "Vul een heel e-mailadres in, zoals naam@gemeente.nl."),
        (
            forms.ChoiceField(choices=[("a", "A")]),
            "b",
            "Kies een van de mogelijkheden: b hoort daar niet bij.",
        ),
    ],
)
def test_wrong_field_is_told_in_our_own_words(field: forms.Field, value: Any, said: str) -> None:
    assert complaint(field, value) == said


def test_wrong_value_of_a_model_is_told_in_our_own_words() -> None:
    with pytest.raises(ValidationError) as caught:
        ExpertProfile._meta.get_field("days_per_month").clean(99, None)
    assert caught.value.messages == ["Kies hoogstens 31."]


def test_large_number_has_points(site_tree: Any, client: Client) -> None:
    assert [thousands(number) for number in (0, 999, 1000, 32000, 1234567)] == [
        "0", "999", "1.000", "32.000", "1.234.567",
    ]  # fmt: skip
    page = make_wijk_page("arnhem-klarendal")
    page.residents_approx = 32000
    page.save_revision().publish()
    assert "ongeveer 32.000" in client.get(page.url).content.decode()


def test_date_names_its_month_in_full() -> None:
    assert date_format(datetime(2026, 11, 28)) == "28 november 2026"


def test_names_of_the_workflow_are_dutch(site_tree: Any) -> None:
    call_command("set_up_roles")
    names = {workflow.name for workflow in Workflow.objects.all()}
    names |= {row.task.name for row in WorkflowTask.objects.all()}
    assert names == {"Beoordeling door de redactie"}


def test_yes_and_no_are_no_words_of_python(site_tree: Any, as_role: AsRole) -> None:
    AskedQuery.objects.create(query="jongeren op straat", known_words=True, answered_at=now())
    call_command("set_up_roles")
    call_command("load_words", verbosity=0)
    redactie = as_role("redactie")
    for address in ("/admin/snippets/search/askedquery/", "/admin/snippets/search/wordentry/"):
        words = "".join(redactie.get(address).content.decode().split())
        assert ">ja<" in words
        assert ">True<" not in words
    text = redactie.get("/admin/snippets/search/askedquery/").content.decode()
    assert "automatic" not in text.partition("jongeren op straat")[2].partition("</table>")[0]


def test_pool_of_the_loket_is_linked_for_who_may_manage_it(site_tree: Any, as_role: AsRole) -> None:
    for role, linked in (("loket", True), ("beheer", True), ("gemeente", False), ("redactie", False)):
        text = as_role(role).get("/mijn/").content.decode()
        assert ('href="/loket/profielen/"' in text) is linked, role
    assert len({link.title for link in LINKS}) == len(LINKS)


def test_wide_table_says_on_a_phone_that_it_moves() -> None:
    templates = list((ROOT / "site" / "templates").rglob("*.html"))
    # One that becomes cards on a phone does not move there.
    wide = {
        path for path in templates
        if "kw-table-wrap" in (text := path.read_text(encoding="utf-8")) and "kw-table--stack" not in text
    }  # fmt: skip
    assert len(wide) > 10
    silent = [
        str(path.relative_to(ROOT)) for path in wide
        if "components/table_hint.html" not in path.read_text(encoding="utf-8").partition("kw-table-wrap")[0]
    ]  # fmt: skip
    assert silent == []

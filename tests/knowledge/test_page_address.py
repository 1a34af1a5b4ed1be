"""The address of a page follows from its title, whatever letters that has."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from knowledge.models import ContentPage, HomePage
from tests.factories.pages import make_case


@pytest.fixture
def editor(site_tree: Any, as_role: Callable[..., Client]) -> Client:
    call_command("set_up_roles", verbosity=0)
    return as_role("redactie")


def add_in_admin(client: Client, title: str, slug: str) -> Any:
    home = HomePage.objects.get()
    form = nested_form_data(
        {
            "title": title, "slug": slug, "summary": "Kort gezegd.", "body": streamfield([]),
            "comments": inline_formset([]), "action-publish": "action-publish",
        }
    )  # fmt: skip
    return client.post(f"/admin/pages/add/knowledge/contentpage/{home.pk}/", form)


def slugs() -> set[str]:
    return set(ContentPage.objects.values_list("slug", flat=True))


@pytest.mark.parametrize("title", ["👍🏽", "مرحبا بكم", "...", "Привет", "你好"])
def test_title_without_latin_letters_gets_an_address_that_is_made_up(editor: Client, title: str) -> None:
    before = slugs()
    assert add_in_admin(editor, title, "").status_code == 302
    assert add_in_admin(editor, title, "").status_code == 302
    assert slugs() - before == {"pagina", "pagina-2"}
    page = ContentPage.objects.get(slug="pagina")
    assert editor.get(page.url).status_code == 200


def test_page_made_by_code_without_latin_letters_gets_one_too(site_tree: Any) -> None:
    assert [make_case(title="👍🏽", slug="").slug for _ in range(2)] == ["pagina", "pagina-2"]


@pytest.mark.parametrize("slug", ["", "coordinatie"])
def test_second_page_with_the_same_title_but_for_accents_gets_the_next_number(
    editor: Client, slug: str
) -> None:
    before = slugs()
    assert add_in_admin(editor, "Coördinatie", slug).status_code == 302
    assert add_in_admin(editor, "Coordinatie", slug).status_code == 302
    assert slugs() - before == {"coordinatie", "coordinatie-2"}


def test_address_that_somebody_chose_and_that_is_taken_is_an_error_beside_the_field(editor: Client) -> None:
    assert add_in_admin(editor, "Eerste", "gekozen").status_code == 302
    answer = add_in_admin(editor, "Tweede", "gekozen")
    assert answer.status_code == 200
    assert "slug" in answer.context["form"].errors


def test_address_stays_when_the_page_is_saved_again(editor: Client) -> None:
    add_in_admin(editor, "Coördinatie", "")
    page = ContentPage.objects.get(slug="coordinatie")
    page.save_revision().publish()
    assert ContentPage.objects.get(pk=page.pk).slug == "coordinatie"

"""An editor of a knowledge centre learns nothing of drafts and restricted pages of others (bar S3, S5)."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils.http import urlencode
from taggit.models import Tag
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, Comment, Page, PageViewRestriction, Revision

from krachtwijken.accounts.models import User
from tests.admin_addresses import admin_addresses
from tests.admin_objects import CHANGED, DRAFT, FOR_SOME, FOUND_BY, SECRET, Section, make_section
from tests.asking import ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(site_tree: Any, as_role: Callable[..., Client], settings: Any, tmp_path: Any) -> Section:
    settings.MEDIA_ROOT = tmp_path
    return make_section(as_role)


def told(response: Any) -> str:
    if response.streaming:
        return ""
    text = response.content.decode("utf-8", "replace")
    return unescape(text).encode("utf-8").decode("unicode_escape", "replace").lower()


def asked_of(number: int, section: Section) -> str:
    return urlencode(
        {
            "id": number, "ids": number, "q": FOUND_BY, "page_type": "wagtailcore.page", "multiple": "1",
            "target_pages[]": number, "page_ids": number, "dest": section.parent.pk,
        }
    )  # fmt: skip


NUMBERS = pytest.mark.parametrize("number", [DRAFT, FOR_SOME, CHANGED], ids=["draft", "for some", "changed"])


@NUMBERS
def test_no_address_of_the_content_management_tells_a_title(section: Section, number: int) -> None:
    telling, broken = set(), set()
    for name, address in admin_addresses(number):
        # Its own interface refuses what it does not know.
        query = "" if address.startswith("/admin/api/") else f"?{asked_of(number, section)}"
        response = ask(section.editor, "GET", f"{address}{query}")
        if SECRET in told(response):
            telling.add((name, address))
        if response.status_code >= 500:
            broken.add((name, address))
    assert (telling, broken) == (set(), set())


def test_editor_of_everything_does_see_the_titles(section: Section, as_role: Callable[..., Client]) -> None:
    """Else the test above would say nothing."""
    editor = as_role("redactie")
    for address in (
        f"/admin/pages/{DRAFT}/move/{section.parent.pk}/confirm/", f"/admin/choose-page/{section.parent.pk}/",
        f"/admin/choose-page/search/?q={FOUND_BY}", f"/admin/choose-page/chosen-multiple/?id={DRAFT}",
        f"/admin/bulk/wagtailcore/page/delete/?id={DRAFT}", "/admin/api/main/documents/", "/admin/api/main/images/",
    ):  # fmt: skip
        assert SECRET in told(ask(editor, "GET", address)), address


def test_editor_of_a_centre_chooses_from_what_is_on_the_site_and_the_own_section(section: Section) -> None:
    browsed = told(ask(section.editor, "GET", f"/admin/choose-page/{section.parent.pk}/"))
    searched = told(ask(section.editor, "GET", f"/admin/choose-page/search/?q={FOUND_BY}"))
    chosen = ask(
        section.editor, "GET", f"/admin/choose-page/chosen-multiple/?id={CHANGED}&id={section.page.pk}"
    )
    for text in (browsed, searched, told(chosen)):
        assert "voor iedereen" in text
    assert "bos en hei" in told(chosen)
    assert ask(section.editor, "GET", f"/admin/choose-page/{DRAFT}/").status_code == 403
    bulk = ask(
        section.editor, "GET", f"/admin/bulk/wagtailcore/page/publish/?id={section.page.pk}&id={DRAFT}"
    )
    assert "bos en hei" in told(bulk)


def state_of(number: int) -> tuple[Any, ...]:
    """What an action could change: the page, its place, versions, restrictions, comments; the files."""
    pages = Page.objects.filter(pk=number).values_list(
        "title", "draft_title", "live", "path", "locked", "latest_revision"
    )
    return (
        list(pages),
        list(Document.objects.filter(pk=number).values_list("title", "collection", "file")),
        list(Image.objects.filter(pk=number).values_list("title", "collection", "file")),
        list(PageViewRestriction.objects.filter(page=number).values_list("restriction_type", "groups")),
        Page.objects.count(), Revision.objects.count(), Comment.objects.count(), Collection.objects.count(),
        Tag.objects.count(), User.objects.count(),
    )  # fmt: skip


@NUMBERS
def test_no_post_changes_what_belongs_to_others(section: Section, number: int) -> None:
    form = {
        "title": "Overgenomen", "slug": "overgenomen", "new_title": "Overgenomen", "new_slug": "overgenomen",
        "new_parent_page": section.page.pk, "dest": section.page.pk, "chooser": section.page.pk, "comment": "x",
        "restriction_type": "none", "collection": 1, "tags": "nieuw", "name": "nieuw", "action-publish": "1",
        "include_descendants": "on", "confirm": "on", "email": "nieuw@example.org",
    }  # fmt: skip
    section.editor.raise_request_exception = False
    before, changed = state_of(number), set()
    for name, address in admin_addresses(number):
        query = "" if address.startswith("/admin/api/") else f"?{asked_of(number, section)}"
        cookies = section.editor.cookies.copy()
        with transaction.atomic():
            section.editor.post(f"{address}{query}", form)
            if state_of(number) != before:
                changed.add((name, address))
            transaction.set_rollback(True)
        section.editor.cookies = cookies
    assert changed == set()

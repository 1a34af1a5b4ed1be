"""What somebody typed is never markup for somebody else (bar S18)."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from expertpool.enums import Visibility
from expertpool.models import ExpertProfile
from knowledge.models import CaseIndexPage, PracticePage
from knowledge.shortlist.models import Shortlist
from tests.factories.accounts import UserFactory, log_in
from tests.factories.pages import make_case, make_centre

ROOT = Path(__file__).resolve().parents[2]
MARK = "\"'><script>kanarie()</script><img src=x onerror=kanarie()>"
LIVE = re.compile(r"<script>kanarie|<img src=x|=\"?javascript:kanarie", re.IGNORECASE)
# Reviewed: the type of what Django's own form widgets give, and JSON that can hold no sign of markup.
REVIEWED = {
    "site/krachtwijken/core/templatetags/form_tags.py",
    "site/krachtwijken/core/templatetags/structured_tags.py",
}


def test_nothing_is_marked_safe_but_what_was_reviewed() -> None:
    folders = ("site", "knowledge", "expertpool", "search", "matching")
    files = [
        path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in {".py", ".html"}
    ]
    unescaped = re.compile(r"mark_safe|SafeString|format_html_join|\|\s*safe\b|autoescape\s+off|html_safe")
    found = {
        str(path.relative_to(ROOT)) for path in files if unescaped.search(path.read_text(encoding="utf-8"))
    }
    assert found == REVIEWED


@pytest.mark.django_db
def test_text_in_every_field_is_shown_as_text(search_index: Any, client: Client, run_outbox: Any) -> None:
    texts = ("summary", "problem_text", "target_group", "goal", "results", "what_did_not_work")
    case = make_case(title=f"Zwerfvuil {MARK}", **dict.fromkeys(texts, f"Zwerfvuil {MARK}"))
    other = make_case(title=f"Zwerfvuil ook {MARK}")
    centre = make_centre(f"Centrum {MARK}")
    later = timezone.localdate() + timedelta(days=30)
    profile = ExpertProfile.objects.create(
        title=MARK,
        slug="iemand",
        summary=MARK,
        about=MARK,
        area=MARK,
        visibility=Visibility.PUBLIC,
        consent_until=later,
    )
    run_outbox()
    client.post("/lijst/bewaren/", {"page": case.pk})
    shortlist = Shortlist.objects.get()
    client.post(f"/lijst/{shortlist.token}/", {"title": MARK, f"note_{shortlist.items.get().pk}": MARK})
    answer = client.post("/antwoord/", {"text": f"Zwerfvuil op straat {MARK} en overlast in de buurt."})
    for address in (
        case.get_url(), "/kennis/", "/zoeken/?q=zwerfvuil", f"/vergelijken/?a={case.pk}&a={other.pk}",
        f"/lijst/{shortlist.token}/", f"/lijst/{shortlist.token}/bijlage/", answer.headers["Location"],
        f"{answer.headers['Location']}bijlage/", centre.get_url(), "/kenniscentra/", "/pool/",
        profile.get_absolute_url(), "/kennis/feed",
    ):  # fmt: skip
        response = client.get(address)
        assert response.status_code == 200, address
        assert not LIVE.search(response.content.decode()), address


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/zoeken/", "/pool/", "/kennis/", "/antwoord/", "/accounts/login/", "/vergelijken/", "/lijst/bewaren/"],
)
def test_address_and_form_are_never_echoed_as_markup(site_tree: Any, client: Client, address: str) -> None:
    names = ("q", "thema", "next", "text", "login", "a", "title", "page", "sorteer", "lijkt_op")
    for method in (client.get, client.post):
        response = method(address, dict.fromkeys(names, MARK))
        assert not LIVE.search(response.content.decode())


@pytest.mark.django_db
def test_name_of_an_account_is_shown_as_text(site_tree: Any, as_role: Callable[..., Client]) -> None:
    call_command("set_up_roles", verbosity=0)
    user = UserFactory(role="gemeente", name=MARK)
    client = Client()
    log_in(client, user)
    assert not LIVE.search(client.get("/mijn/").content.decode())
    assert not LIVE.search(as_role("beheer").get("/admin/users/").content.decode())


@pytest.mark.django_db
def test_rich_text_of_an_editor_is_cleaned_when_it_is_saved() -> None:
    """The editor sends its own format; whatever somebody puts in it, only known elements come out."""
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
    from wagtail.rich_text import features

    text = "klik <script>kanarie()</script>"
    link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:kanarie()"}}
    block = {
        "key": "a", "type": "unstyled", "depth": 0, "text": text, "inlineStyleRanges": [],
        "entityRanges": [{"offset": 0, "length": 4, "key": 0}],
    }  # fmt: skip
    state = json.dumps({"blocks": [block], "entityMap": {"0": link}})
    html = ContentstateConverter(features.get_default_features()).to_database_format(state)
    assert not LIVE.search(html)
    assert "javascript:" not in html


@pytest.mark.django_db
def test_draft_with_markup_is_shown_as_text_in_the_content_management(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    call_command("set_up_roles", verbosity=0)
    texts = ("summary", "problem_text", "target_group", "goal", "results", "what_did_not_work")
    page = PracticePage(title=MARK, slug="merk", period_from=2015, live=False, **dict.fromkeys(texts, MARK))
    CaseIndexPage.objects.get().add_child(instance=page)
    page.save_revision()
    editor, index = as_role("redactie"), CaseIndexPage.objects.get()
    for address in (
        "/admin/", f"/admin/pages/{index.pk}/", f"/admin/pages/{page.pk}/edit/", f"/admin/pages/{page.pk}/history/",
        f"/admin/choose-page/{index.pk}/", f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}",
    ):  # fmt: skip
        assert not LIVE.search(editor.get(address).content.decode()), address

"""Every change of what readers see of a page is in the audit trail, with who did it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from knowledge.models import CaseIndexPage, PracticePage
from krachtwijken.core.models import AuditEvent
from tests.factories.pages import make_case


def trail(page: Any, *, since: int = 0) -> list[str]:
    rows = AuditEvent.objects.filter(target_type="wagtailcore.page", target_id=str(page.pk), pk__gt=since)
    return list(rows.order_by("pk").values_list("action", flat=True))


def last_row() -> int:
    return AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@pytest.fixture
def editor(site_tree: Any, as_role: Callable[..., Client]) -> Client:
    call_command("set_up_roles", verbosity=0)
    return as_role("redactie")


def test_publish_unpublish_and_move_are_noted_once(site_tree: Any) -> None:
    case = make_case()
    assert trail(case) == ["page.published"]
    event = AuditEvent.objects.get(target_id=str(case.pk))
    assert event.data == {"type": "knowledge.practicepage", "revision": case.live_revision_id}
    case.specific.unpublish()
    other = CaseIndexPage.objects.get().get_parent()
    case.refresh_from_db()
    case.move(other, pos="last-child")
    assert trail(case) == ["page.published", "page.unpublished", "page.moved"]
    moved = AuditEvent.objects.get(action="page.moved")
    assert moved.data["to"] == other.pk
    assert "title" not in str(moved.data), "codes and ids only"


def test_editor_is_named_for_what_is_done_in_the_content_management(editor: Client) -> None:
    case = make_case()
    since = last_row()
    assert editor.post(f"/admin/pages/{case.pk}/unpublish/").status_code == 302
    assert editor.post(f"/admin/pages/{case.pk}/delete/").status_code == 302
    assert not Page.objects.filter(pk=case.pk).exists()
    assert trail(case, since=since) == ["page.unpublished", "page.deleted"]
    rows = AuditEvent.objects.filter(target_id=str(case.pk), pk__gt=since)
    assert {row.actor_id for row in rows} == {editor.user.pk}


def test_restriction_is_noted_when_set_changed_and_lifted(editor: Client) -> None:
    case = make_case()
    since = last_row()
    address = f"/admin/pages/{case.pk}/privacy/"
    group = Group.objects.get(name="gemeente")
    assert editor.post(address, {"restriction_type": "login", "password": ""}).status_code == 200
    assert editor.post(
        address, {"restriction_type": "groups", "password": "", "groups": [group.pk]}
    ).status_code == 200  # fmt: skip
    assert editor.post(address, {"restriction_type": "none", "password": ""}).status_code == 200
    assert trail(case, since=since) == [
        "page.restriction_set", "page.restriction_changed", "page.restriction_lifted",
    ]  # fmt: skip
    rows = AuditEvent.objects.filter(target_id=str(case.pk), pk__gt=since)
    assert {row.actor_id for row in rows} == {editor.user.pk}


def test_pages_below_a_deleted_page_are_noted_too(site_tree: Any) -> None:
    case = make_case()
    index = CaseIndexPage.objects.get()
    PageViewRestriction.objects.create(page=case, restriction_type="login")
    index.delete()
    assert trail(case).count("page.deleted") == 1
    assert trail(index) == ["page.deleted"]


def test_scheduled_publishing_is_noted_by_the_nightly_command(site_tree: Any) -> None:
    case = PracticePage.objects.get(pk=make_case().pk)
    case.unpublish()
    case.refresh_from_db()
    case.go_live_at = timezone.now() + timedelta(minutes=5)
    case.save_revision().publish()
    assert trail(case)[-1] == "page.scheduled"
    since = last_row()
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        call_command("publish_scheduled")
    assert trail(case, since=since) == ["page.published"]


def test_row_is_gone_when_the_change_is_rolled_back(site_tree: Any) -> None:
    case = make_case()
    before = trail(case)
    with transaction.atomic():
        case.specific.unpublish()
        assert trail(case) == [*before, "page.unpublished"]
        transaction.set_rollback(True)
    assert trail(case) == before


def test_drafts_and_comments_are_not_noted(site_tree: Any) -> None:
    case = make_case()
    since = last_row()
    case.specific.save_revision(log_action=True)
    assert PageLogEntry.objects.filter(page=case.pk, action="wagtail.edit").exists()
    assert trail(case, since=since) == []

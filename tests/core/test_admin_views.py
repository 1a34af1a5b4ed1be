"""Odd addresses of the content management give an answer, never an error of ours."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Revision

from tests.factories.pages import make_case

CHOSEN = "/admin/choose-page/chosen-multiple/"


@pytest.fixture
def editor(site_tree: Any, as_role: Callable[..., Client]) -> Client:
    call_command("set_up_roles", verbosity=0)
    return as_role("beheer")


def test_choosing_pages_leaves_out_the_root(editor: Client) -> None:
    root, case = Page.objects.get(depth=1), make_case()
    answer = editor.get(CHOSEN, {"id": [root.pk, case.pk]})
    assert answer.status_code == 200
    assert [row["id"] for row in answer.json()["result"]] == [case.pk]


@pytest.mark.parametrize("given", ["abc", "", "9" * 30, "-1", "1e3", "１"])
@pytest.mark.parametrize(
    "address",
    [
        CHOSEN,
        "/admin/images/chooser/chosen-multiple/",
        "/admin/documents/chooser/chosen-multiple/",
        "/admin/bulk/wagtailcore/page/delete/",
        "/admin/bulk/wagtaildocs/document/add_to_collection/",
    ],
)
def test_key_that_is_no_number_is_a_bad_request(editor: Client, address: str, given: str) -> None:
    assert editor.get(address, {"id": ["1", given]}).status_code == 400
    assert editor.post(f"{address}?id={given}").status_code == 400


def test_bulk_action_on_all_rows_goes_on(editor: Client) -> None:
    above = make_case().get_parent()
    answer = editor.get("/admin/bulk/wagtailcore/page/delete/", {"id": "all", "childOf": above.pk})
    assert answer.status_code in {200, 302}


def test_choosing_pages_is_for_who_may_enter_the_content_management(
    site_tree: Any, client: Client, as_role: Callable[..., Client]
) -> None:
    assert client.get(CHOSEN).status_code == 302
    assert as_role("gemeente").get(CHOSEN).status_code == 403


ODD_FORMS = [
    ("/admin/pages/{page}/edit/", {}),
    ("/admin/pages/{page}/edit/", {"approach-count": "veel"}),
    ("/admin/pages/{page}/copy/", {}),
    ("/admin/pages/{page}/copy/", {"new_parent_page": "abc"}),
    ("/admin/pages/{page}/copy/", {"new_parent_page": "999999"}),
    ("/admin/pages/{page}/revisions/{revision}/revert/", {}),
    ("/admin/pages/add/knowledge/practicepage/{parent}/", {}),
    ("/admin/choose-external-link/", {}),
    ("/admin/redirects/import/process/", {}),
    ("/admin/snippets/choose/search/wordentry/create/", {}),
]


@pytest.mark.parametrize(("address", "sent"), ODD_FORMS)
def test_form_that_did_not_arrive_whole_is_told_in_dutch_and_changes_nothing(
    editor: Client, address: str, sent: dict[str, str]
) -> None:
    page = make_case()
    before = (Page.objects.count(), Revision.objects.count())
    editor.raise_request_exception = False
    filled = address.format(
        page=page.pk, revision=page.specific.latest_revision_id, parent=page.get_parent().pk
    )
    answer = editor.post(filled, sent)
    assert answer.status_code == 400
    assert "Dit formulier kwam niet goed aan" in answer.content.decode()
    assert (Page.objects.count(), Revision.objects.count()) == before


def test_error_of_our_own_stays_an_error(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_given: Any, **_named: Any) -> None:
        raise ValueError("ours")

    monkeypatch.setattr("krachtwijken.accounts.user_admin.AccountEditView.save_instance", breaks)
    editor.raise_request_exception = False
    user = editor.user
    groups = list(user.groups.values_list("pk", flat=True))
    sent = {"email": user.email, "name": "Anders", "is_active": "on", "groups": groups}
    assert editor.post(f"/admin/users/edit/{user.pk}/", sent).status_code == 500

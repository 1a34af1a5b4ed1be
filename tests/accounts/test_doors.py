"""One login page: no other address logs anybody in or asks for a password (bar S7)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import views as django_views
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import resolve
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.documents import attach, make_collection, make_document, pdf
from tests.factories.pages import make_case
from tests.routes import routes

LOGIN_VIEWS = (
    django_views.LoginView,
    django_views.PasswordResetView,
    django_views.PasswordResetConfirmView,
    django_views.PasswordChangeView,
)
# By name, for those that are functions.
NAMED_LIKE_A_DOOR = ("login", "authenticate", "password", "signup", "reauthenticate")
OURS = "accounts/"
# Pages of ours where somebody types a password.
ASKS_FOR_A_PASSWORD = {"account_login", "account_reauthenticate", "account_change_password"}


def is_login_view(view: Any) -> bool:
    if isinstance(view, type) and issubclass(view, LOGIN_VIEWS):
        return True
    return any(word in getattr(view, "__name__", "").lower() for word in NAMED_LIKE_A_DOOR)


def test_walk_finds_the_login_views_of_wagtail() -> None:
    """Else the test below would say nothing."""
    hidden = {route.name for route in routes() if is_login_view(route.view)}
    assert {"wagtailadmin_login", "account_login", "wagtailadmin_password_reset"} <= hidden


def test_no_login_view_but_ours_can_be_reached() -> None:
    open_doors = {
        route.name: route.sample
        for route in routes()
        if is_login_view(route.view)
        and not resolve(route.sample).route.lstrip("^").startswith(OURS)
        # Wagtail's own stand behind ours in the resolver.
        and resolve(route.sample).func is route.callback
    }
    assert open_doors == {}


@pytest.mark.django_db
def test_no_page_but_ours_has_a_field_for_a_password(site_tree: Any, as_role: Callable[..., Client]) -> None:
    anybody, member = Client(), as_role("gemeente")
    asking = {
        route.name
        for route in routes()
        if not route.sample.startswith("/admin/") or "login" in route.name or "password" in route.name
        for client in (anybody, member)
        if b'type="password"' in client.get(route.sample, follow=False).content
    }
    assert asking <= ASKS_FOR_A_PASSWORD


@pytest.mark.django_db
def test_login_page_of_wagtail_logs_nobody_in(site_tree: Any, client: Client) -> None:
    user = UserFactory(role="gemeente")
    fields = {"username": user.email, "email": user.email, "login": user.email, "password": PASSWORD}
    answer = client.post("/_util/login/?next=/mijn/", fields)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/mijn/")
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_page_for_some_people_sends_visitors_to_login_and_refuses_others(
    site_tree: Any, client: Client, as_role: Callable[..., Client]
) -> None:
    case = make_case()
    restriction = PageViewRestriction.objects.create(page=case, restriction_type="groups")
    restriction.groups.add(Group.objects.get(name="loket"))
    address = case.get_url()
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/accounts/login/?next={address}")
    assert "no-store" in answer.headers["Cache-Control"]
    assert as_role("gemeente").get(address).status_code == 403
    assert as_role("loket").get(address).status_code == 200


@pytest.mark.django_db
def test_document_for_some_people_sends_visitors_to_login_and_refuses_others(
    site_tree: Any, client: Client, as_role: Callable[..., Client]
) -> None:
    collection = make_collection()
    document = make_document(pdf("tekst"), collection=collection)
    attach(make_case(), document)
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.add(Group.objects.get(name="loket"))
    assert client.get(document.url).headers["Location"] == f"/accounts/login/?next={document.url}"
    assert as_role("gemeente").get(document.url).status_code == 403
    assert as_role("loket").get(document.url).status_code == 200


@pytest.mark.django_db
def test_shared_password_opens_nothing_for_anybody(
    site_tree: Any, client: Client, as_role: Callable[..., Client]
) -> None:
    case = make_case()
    kept = PageViewRestriction.objects.create(page=case, restriction_type="password", password="sesam")
    for who in (client, as_role("gemeente")):
        address = f"/_util/authenticate_with_password/{kept.pk}/{case.pk}/"
        assert who.post(address, {"password": "sesam", "return_url": case.get_url()}).status_code == 404
        assert who.get(case.get_url()).status_code == 404
    document = make_document(pdf("tekst"), collection=make_collection())
    attach(make_case(), document)
    closed = CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type="password", password="sesam"
    )
    address = f"/documents/authenticate_with_password/{closed.pk}/"
    assert client.post(address, {"password": "sesam", "return_url": document.url}).status_code == 404
    assert client.get(document.url).status_code == 404


@pytest.mark.django_db
def test_shared_password_is_no_longer_offered(site_tree: Any, as_role: Callable[..., Client]) -> None:
    from django.core.management import call_command

    call_command("set_up_roles", verbosity=0)
    editor, case = as_role("redactie"), make_case()
    for address in (
        f"/admin/pages/{case.pk}/privacy/",
        f"/admin/collections/{make_collection().pk}/privacy/",
    ):
        editor.post(address, {"restriction_type": "password", "password": "sesam"})
    assert not PageViewRestriction.objects.exists()
    assert not CollectionViewRestriction.objects.exists()

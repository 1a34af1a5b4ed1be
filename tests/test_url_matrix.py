"""Every address times every role (bar S1, S7, S22)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from krachtwijken.accounts.roles import Role
from tests.url_policy import ALL, EDITORS, OTHERS, POLICY, POST_ONLY

ARGUMENTS = {"token": "bestaat-niet", "slug": "bestaat-niet", "reference": "KW-2000-0001", "name": "wijk"}


def names(resolver: Any, namespace: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            if not inner.startswith("wagtail"):
                yield from names(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{namespace}{entry.name}", entry


def own_names() -> dict[str, Any]:
    return {name: entry for name, entry in names(get_resolver()) if "admin" not in str(entry.pattern)[:6]}


def test_every_address_has_a_declared_answer() -> None:
    first_party = {
        name
        for name, entry in own_names().items()
        if (entry.callback.__module__ or "").split(".")[0]
        in {"krachtwijken", "knowledge", "expertpool", "search", "matching"}
        and not name.startswith(OTHERS)
    }
    assert first_party - set(POLICY) == set(), "add a line to tests/url_policy.py"
    assert set(POLICY) - first_party == set(), "tests/url_policy.py names an address that is gone"


@pytest.mark.parametrize("role", sorted(ALL))
def test_role_gets_the_declared_answers(site_tree: Any, as_role: Callable[..., Client], role: str) -> None:
    client = Client() if role == "visitor" else as_role(role)
    wrong = {}
    for name, allowed in POLICY.items():
        if name == "core:ready":
            continue  # its answer depends on the index, not on who asks
        pattern = own_names()[name].pattern
        arguments = {key: ARGUMENTS[key] for key in pattern.converters}
        status = client.get(reverse(name, kwargs=arguments)).status_code
        if role in allowed:
            expected = {405} if name in POST_ONLY else {200, 302, 404}
        else:
            expected = {302, 405} if role == "visitor" else {403, 405}
        if status not in expected:
            wrong[name] = (status, expected)
    assert not wrong


@pytest.mark.parametrize("role", sorted(ALL))
def test_only_editors_come_into_the_content_management(
    site_tree: Any, as_role: Callable[..., Client], role: str
) -> None:
    from django.core.management import call_command

    call_command("set_up_roles", verbosity=0)
    client = Client() if role == "visitor" else as_role(role)
    status = client.get("/admin/").status_code
    assert status == (200 if role in EDITORS else 302 if role == "visitor" else 403)


@pytest.mark.parametrize("door", ["/admin/login/", "/admin/password_reset/", "/django-admin/login/"])
def test_side_doors_lead_to_the_one_login_page(db: None, client: Client, door: str) -> None:
    assert client.get(door).headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("role", sorted(role.value for role in Role))
def test_pages_of_members_are_never_kept(site_tree: Any, as_role: Callable[..., Client], role: str) -> None:
    assert as_role(role).get("/mijn/").headers["Cache-Control"] == "no-store"

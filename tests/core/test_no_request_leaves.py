"""The server asks nobody else for anything while it answers (bar S16); the browser: tests/e2e/conftest.py."""

import socket
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.factories.pages import make_case
from tests.test_url_matrix import addresses

HERE = ("127.0.0.1", "localhost", "::1")


@pytest.mark.django_db
def test_no_page_connects_to_another_host(
    site_tree: Any, as_role: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("set_up_roles", verbosity=0)
    asked: list[Any] = []
    real = socket.socket.connect

    def watched(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and address[0] not in HERE:
            asked.append(address)
            raise OSError("nothing outside is reached from a test")
        return real(self, address)

    def named(host: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in (None, *HERE):
            asked.append(host)
        return looked_up(host, *args, **kwargs)

    looked_up = socket.getaddrinfo
    monkeypatch.setattr(socket.socket, "connect", watched)
    monkeypatch.setattr(socket, "getaddrinfo", named)
    visitor, editor, case = Client(), as_role("beheer"), make_case()
    for address in (*addresses().values(), "/", case.get_url(), "/kennis/", "/sitemap.xml"):
        visitor.get(address)
    for address in (
        "/admin/",
        "/admin/pages/",
        f"/admin/pages/{case.pk}/edit/",
        "/admin/users/",
        "/admin/images/",
    ):
        assert editor.get(address, follow=True).status_code == 200
    assert asked == []

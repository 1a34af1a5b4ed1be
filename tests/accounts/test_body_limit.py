"""How much somebody may send: refused before a byte of it is read."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Collection

from tests.factories.documents import pdf

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


class NeverRead(BytesIO):
    def read(self, *_args: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read1 = read


def send(client: Client, path: str, size: int) -> int:
    """A form with a file of this size, of which no byte ever comes."""
    extra = {
        "wsgi.input": NeverRead(),
        "CONTENT_LENGTH": str(size),
        "CONTENT_TYPE": "multipart/form-data; boundary=grens",
    }
    return int(client.generic("POST", path, b"", **extra).status_code)


@pytest.mark.parametrize(
    "path", ["/antwoord/", "/accounts/login/", "/lijst/bewaren/", "/", "/bestaat-niet/", "/admin/documents/multiple/add/"]
)  # fmt: skip
def test_visitor_is_refused_above_a_megabyte(site_tree: Any, client: Client, path: str) -> None:
    assert send(client, path, MEGABYTE + 1) == 413


def test_who_may_not_enter_the_content_management_sends_no_documents(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    for role in ("gemeente", "expert", "loket"):
        assert send(as_role(role), "/admin/documents/multiple/add/", 2 * MEGABYTE) == 413


def test_who_shares_sends_a_document_there_and_nowhere_else(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    there = "/kennis/delen/bestand/bijlagen/"
    assert send(as_role("gemeente"), there, 11 * MEGABYTE + 1) == 413
    assert send(as_role("expert"), "/kennis/delen/stap/naam/", 2 * MEGABYTE) == 413
    assert send(as_role("loket"), there, 2 * MEGABYTE) == 413
    file = SimpleUploadedFile("groot.pdf", pdf("Plan") + b"\n" * (3 * MEGABYTE))
    assert as_role("gemeente").post(f"{there}?concept=een", {"file": file}).status_code == 302


def test_editor_is_refused_above_25_megabytes(site_tree: Any, as_role: Callable[..., Client]) -> None:
    editor = as_role("redactie")
    assert send(editor, "/admin/documents/multiple/add/", 25 * MEGABYTE + 1) == 413
    assert send(editor, "/antwoord/", 2 * MEGABYTE) == 413


def test_editor_sends_a_document_of_some_megabytes(
    site_tree: Any, as_role: Callable[..., Client], settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    call_command("set_up_roles", verbosity=0)
    large = SimpleUploadedFile("groot.pdf", pdf("tekst" * 100) + b"\n%" + b"x" * (3 * MEGABYTE))
    form = {"title": "Groot", "file": large, "collection": Collection.get_first_root_node().pk}
    assert as_role("redactie").post("/admin/documents/add/", form).status_code == 302
    assert Document.objects.get().file_size > 3 * MEGABYTE


def test_usual_forms_pass(site_tree: Any, client: Client) -> None:
    assert client.post("/lijst/bewaren/", {"page": "1", "next": "x" * 900_000}).status_code == 404

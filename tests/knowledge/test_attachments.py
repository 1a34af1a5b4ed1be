"""Documents on a page: shown, uploaded and served only as they should be."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, ReferenceIndex

from knowledge.models import (
    Attachment,
    CaseIndexPage,
    CentreIndexPage,
    CentrePage,
    SchemeIndexPage,
    SchemePage,
    WijkIndexPage,
    WijkPage,
)
from krachtwijken.accounts.groups import group_of
from krachtwijken.accounts.roles import Role
from krachtwijken.core.models import Organisation, Wijk
from tests.factories.documents import attach, detach, make_collection, make_document, pdf
from tests.factories.pages import make_case

pytestmark = pytest.mark.django_db


def shown(client: Client, case: Any) -> str:
    return client.get(case.url).content.decode()


def test_attachment_is_shown_with_kind_size_and_sentence(site_tree: Any, client: Client) -> None:
    case = make_case()
    document = make_document(pdf("tekst"), title="Eindverslag")
    attach(case, document, description="Wat het kostte.")
    page = shown(client, case)
    assert "Eindverslag" in page
    assert "PDF" in page
    assert "Wat het kostte." in page
    assert document.url in page
    detach(case, document)
    assert "Bijlagen" not in shown(client, case)


def _wijk() -> Page:
    return WijkIndexPage.objects.get().add_child(
        instance=WijkPage(title="Wijk", slug="een-wijk", summary="Kort.", wijk=Wijk.objects.earliest("pk"))
    )


def _centre() -> Page:
    organisation = Organisation.objects.filter(page=None).earliest("pk")
    return CentreIndexPage.objects.get().add_child(
        instance=CentrePage(title="Centrum", slug="een-centrum", summary="Kort.", organisation=organisation)
    )


def _scheme() -> Page:
    fields = {"for_whom": "Gemeenten", "what_it_offers": "Geld", "kind": "fonds"}
    return SchemeIndexPage.objects.get().add_child(
        instance=SchemePage(title="Regeling", slug="een-regeling", summary="Kort.", **fields)
    )


@pytest.mark.parametrize("make", [_wijk, _centre, _scheme], ids=["wijk", "centre", "scheme"])
def test_other_pages_show_attachments_too(site_tree: Any, client: Client, make: Callable[[], Page]) -> None:
    page = make()
    attach(page, make_document(pdf("tekst"), title="Eindverslag"))
    assert "Eindverslag" in shown(client, page)


def test_attachments_stand_in_the_order_of_the_editor(site_tree: Any, client: Client) -> None:
    case = make_case()
    first, second = (make_document(pdf("tekst")) for _ in range(2))
    attach(case, first, title="Eerst dit", sort_order=2)
    attach(case, second, title="Daarna dat", sort_order=1)
    page = shown(client, case)
    assert page.index("Daarna dat") < page.index("Eerst dit")


def test_document_of_a_closed_collection_is_not_named_on_an_open_page(
    site_tree: Any, client: Client, as_role: Callable[..., Client]
) -> None:
    case = make_case()
    collection = make_collection()
    attach(case, make_document(pdf("tekst"), title="Vertrouwelijk verslag", collection=collection))
    assert "Vertrouwelijk verslag" in shown(client, case)
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    assert "Vertrouwelijk verslag" not in shown(client, case)
    assert "Vertrouwelijk verslag" in shown(as_role("gemeente"), case)


def test_queries_do_not_grow_with_the_number_of_attachments(
    site_tree: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    case = make_case()
    for _ in range(8):
        attach(case, make_document(pdf("tekst")))
    shown(client, case)
    with django_assert_max_num_queries(30):
        assert shown(client, case).count("kw-attachment__text") == 0


def test_document_is_a_download_under_a_policy_of_its_own(site_tree: Any, client: Client) -> None:
    document = make_document(pdf("tekst"))
    attach(make_case(), document)
    response = client.get(document.url)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == "application/pdf"
    assert b"".join(response).startswith(b"%PDF-")


def test_document_opens_only_for_who_may_read_a_page_with_it(
    site_tree: Any, client: Client, as_role: Callable[..., Client]
) -> None:
    case, document = make_case(), make_document(pdf("tekst"))
    call_command("set_up_roles", verbosity=0)
    gemeente, editor = as_role("gemeente"), as_role("redactie")
    assert client.get(document.url).status_code == 404, "hangs nowhere yet"
    attach(case, document)
    assert client.get(document.url).status_code == 200
    restriction = PageViewRestriction.objects.create(page=case, restriction_type="groups")
    restriction.groups.add(group_of(Role.LOKET))
    assert [who.get(document.url).status_code for who in (client, gemeente)] == [404, 404]
    assert as_role("loket").get(document.url).status_code == 200
    assert editor.get(document.url).status_code == 200, "edits the document itself"
    restriction.delete()
    case.specific.unpublish()
    assert [who.get(document.url).status_code for who in (client, gemeente)] == [404, 404]


def test_closed_collection_closes_the_file_whatever_the_page(
    site_tree: Any, client: Client, as_role: Callable[..., Client]
) -> None:
    collection = make_collection()
    document = make_document(pdf("tekst"), collection=collection)
    attach(make_case(), document)
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    assert client.get(document.url).status_code == 302
    assert as_role("gemeente").get(document.url).status_code == 200


def test_document_that_the_text_of_a_page_links_to_opens(site_tree: Any, client: Client) -> None:
    document = make_document(pdf("tekst"))
    case = make_case()
    page = case.specific
    link = f'<p><a linktype="document" id="{document.pk}">verslag</a></p>'
    page.approach = [("section", {"heading": "Lees", "text": link})]
    page.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(case.specific)
    assert client.get(document.url).status_code == 200
    case.specific.unpublish()
    assert client.get(document.url).status_code == 404


def test_address_with_another_file_name_gives_nothing(site_tree: Any, client: Client) -> None:
    document = make_document(pdf("tekst"))
    attach(make_case(), document)
    assert client.get(reverse("wagtaildocs_serve", args=[document.pk, "ander.pdf"])).status_code == 404


@pytest.fixture
def editor(site_tree: Any, as_role: Callable[..., Client]) -> Client:
    call_command("set_up_roles", verbosity=0)
    return as_role("redactie")


def upload(editor: Client, name: str, content: bytes) -> Any:
    data = {"title": "Nieuw", "file": SimpleUploadedFile(name, content), "collection": root().pk, "tags": ""}
    return editor.post("/admin/documents/add/", data, follow=True)


def root() -> Collection:
    return Collection.get_first_root_node()


def test_editor_uploads_a_real_pdf(editor: Client) -> None:
    upload(editor, "verslag.pdf", pdf("tekst"))
    assert Document.objects.get().filename.endswith(".pdf")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("verslag.pdf", b"<html><script>alert(1)</script></html>"),
        ("verslag.docx", b"PK\x03\x04 half"),
        ("verslag.html", b"<html></html>"),
        ("verslag.svg", b"<svg onload='alert(1)'/>"),
        ("verslag.pdf.exe", pdf("tekst")),
        ("verslag", pdf("tekst")),
    ],
)
def test_file_that_lies_is_refused_by_the_form(editor: Client, name: str, content: bytes) -> None:
    response = upload(editor, name, content)
    assert response.status_code < 500
    assert not Document.objects.exists()


def test_file_that_lies_is_refused_when_many_are_uploaded(editor: Client) -> None:
    data = {"files[]": SimpleUploadedFile("v.pdf", b"geen pdf"), "collection": root().pk, "title": "Nieuw"}
    response = editor.post(
        "/admin/documents/multiple/add/", data, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert response.json()["success"] is False
    assert "geen PDF" in response.json()["error_message"]
    assert not Document.objects.exists()


def test_file_that_is_too_large_is_refused(editor: Client) -> None:
    response = upload(editor, "groot.pdf", b"%PDF-1.4" + b"0" * (20 * 1024 * 1024))
    assert response.status_code == 200
    assert not Document.objects.exists()


def test_odd_name_is_kept_inside_the_folder(editor: Client) -> None:
    upload(editor, "../../etc/pas swd\u202e.pdf", pdf("tekst"))
    for document in Document.objects.all():
        assert document.file.name.startswith("documents/")
        assert ".." not in document.file.name


def test_panel_with_a_chooser_is_on_the_form_of_a_case(editor: Client) -> None:
    page = editor.get(f"/admin/pages/add/knowledge/practicepage/{CaseIndexPage.objects.get().pk}/")
    assert "attachments-TOTAL_FORMS" in page.content.decode()
    assert Attachment._meta.get_field("document").verbose_name == "document"

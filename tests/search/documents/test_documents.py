"""Search inside attached documents: what is in them is found, by who may see document and page, and by nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from knowledge.models import Attachment, CaseIndexPage
from krachtwijken.accounts.groups import group_of
from krachtwijken.accounts.roles import Role
from search.api import find
from search.indexing.attachments.models import DocumentText, TextState
from search.indexing.rebuild import rebuild_index
from search.types import Kind, SearchFilters
from tests.factories.documents import (
    attach,
    detach,
    docx,
    make_collection,
    make_document,
    pdf,
)
from tests.factories.pages import make_case
from tests.search.documents.finding import (
    CANARY,
    DOCUMENTS,
    VISITOR,
    assert_gone,
    counted,
    found_by,
    login,
)

# --- found


def test_page_of_a_pdf_is_found_with_the_way_to_it(attached: Document, case: Any, client: Client) -> None:
    hit = find(CANARY, viewer=VISITOR).hits[0]
    assert hit.kind == Kind.DOCUMENT
    assert hit.title == "Vogelverslag"
    assert hit.passage is not None
    assert hit.passage.heading == "Bladzijde 2"
    assert hit.url == f"{case.url}#bijlagen"
    assert hit.file is not None
    assert (hit.file.url, hit.file.label) == (f"{attached.url}#page=2", "Open bladzijde 2 (PDF)")
    page = client.get("/zoeken/", {"q": CANARY}).content.decode()
    assert "Bijlage bij: Rust in de polder" in page
    assert f"{attached.url}#page=2" in page
    assert counted(VISITOR) == 1


def test_chapter_of_a_docx_is_found(case: Any, run_outbox: Callable[[], int]) -> None:
    document = make_document(docx("Over de kade.", f"De {CANARY} broedt."), name="plan.docx")
    attach(case, document)
    run_outbox()
    hit = find(CANARY, viewer=VISITOR).hits[0]
    assert hit.passage is not None
    assert hit.passage.heading == "Deel 2"
    assert hit.file is not None
    assert hit.file.label == "Open het document (DOCX)"


def test_filter_on_documents_and_on_the_theme_of_the_page(attached: Document, client: Client) -> None:
    assert [hit.pk for hit in find(CANARY, viewer=VISITOR, filters=DOCUMENTS).hits] == [attached.pk]
    wonen, werken = (
        find(CANARY, viewer=VISITOR, filters=SearchFilters(kinds=(Kind.DOCUMENT.value,), themes=(theme,)))
        for theme in ("wonen", "werken")
    )
    assert [hit.pk for hit in wonen.hits] == [attached.pk]
    assert werken.total == 0


def test_rebuild_keeps_documents(attached: Document) -> None:
    rebuild_index()
    assert found_by(VISITOR) == [attached.pk]


def test_queries_do_not_grow_with_the_number_of_documents(
    case: Any, run_outbox: Callable[[], int], client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(9):
        attach(case, make_document(pdf(f"De {CANARY} broedt.")))
    run_outbox()
    with django_assert_max_num_queries(27):
        page = client.get("/zoeken/", {"q": CANARY}).content.decode()
    assert page.count("Bijlage bij") == 9


# --- closed: each with the outbox not run and run


def test_unattached_document_is_never_found(
    case: Any, search_index: Any, run_outbox: Callable[[], int]
) -> None:
    document = make_document(pdf(f"De {CANARY} broedt hier."))
    run_outbox()
    assert_gone(search_index, document.pk)
    assert not DocumentText.objects.exists()
    assert f"document:{document.pk}" not in search_index.document_keys()


def _detach(case: Any, document: Document) -> None:
    detach(case, document)


def _delete_attachment(_case: Any, document: Document) -> None:
    Attachment.objects.filter(document=document).delete()


def _delete_document(_case: Any, document: Document) -> None:
    document.delete()


def _unpublish(case: Any, _document: Document) -> None:
    case.specific.unpublish()


def _delete_page(case: Any, _document: Document) -> None:
    case.specific.delete()


def _restrict_page(case: Any, _document: Document) -> None:
    PageViewRestriction.objects.create(page=case, restriction_type="login")


def _restrict_above(case: Any, _document: Document) -> None:
    PageViewRestriction.objects.create(page=case.get_parent(), restriction_type="login")


def _password_on_page(case: Any, _document: Document) -> None:
    PageViewRestriction.objects.create(page=case, restriction_type="password", password="x")


def _restrict_collection(_case: Any, document: Document) -> None:
    CollectionViewRestriction.objects.create(collection=document.collection, restriction_type="login")


def _password_on_collection(_case: Any, document: Document) -> None:
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type="password", password="x"
    )


def _move_to_closed_collection(_case: Any, document: Document) -> None:
    closed = make_collection()
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    document.collection = closed
    document.save()


def _move_page_below_a_closed_one(case: Any, _document: Document) -> None:
    closed = make_case(title="Besloten dossier")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    Page.objects.get(pk=case.pk).move(Page.objects.get(pk=closed.pk), pos="last-child")


CLOSING = [
    _detach,
    _delete_attachment,
    _delete_document,
    _unpublish,
    _delete_page,
    _restrict_page,
    _restrict_above,
    _password_on_page,
    _restrict_collection,
    _password_on_collection,
    _move_to_closed_collection,
    _move_page_below_a_closed_one,
]


@pytest.mark.parametrize("close", CLOSING, ids=lambda close: close.__name__.strip("_"))
def test_document_is_gone_at_once_and_not_counted_after_the_worker_came_by(
    attached: Document,
    case: Any,
    search_index: Any,
    run_outbox: Callable[[], int],
    close: Callable[[Any, Document], None],
) -> None:
    pk = attached.pk
    close(case, attached)
    assert found_by(VISITOR) == [], "gone at once, before the worker came by"
    run_outbox()
    assert_gone(search_index, pk)


@pytest.mark.parametrize("gone", [_detach, _delete_attachment, _delete_document, _delete_page])
def test_text_of_a_document_that_hangs_nowhere_is_forgotten(
    attached: Document,
    case: Any,
    search_index: Any,
    run_outbox: Callable[[], int],
    gone: Callable[[Any, Document], None],
) -> None:
    assert CANARY in str(DocumentText.objects.get().parts)
    pk = attached.pk
    gone(case, attached)
    run_outbox()
    assert not DocumentText.objects.exists()
    assert f"document:{pk}" not in search_index.document_keys()


@pytest.mark.parametrize("close", [_restrict_page, _restrict_collection], ids=["page", "collection"])
def test_restriction_to_members_lets_members_find(
    attached: Document, case: Any, run_outbox: Callable[[], int], close: Callable[[Any, Document], None]
) -> None:
    close(case, attached)
    run_outbox()
    member = login(Role.GEMEENTE)
    assert found_by(member) == [attached.pk]
    assert counted(member) == 1
    assert (found_by(VISITOR), counted(VISITOR)) == ([], 0)


def test_groups_of_collection_and_page_must_both_fit(
    attached: Document, case: Any, search_index: Any, run_outbox: Callable[[], int]
) -> None:
    on_page = PageViewRestriction.objects.create(page=case, restriction_type="groups")
    on_page.groups.set([group_of(Role.LOKET), group_of(Role.GEMEENTE)])
    on_collection = CollectionViewRestriction.objects.create(
        collection=attached.collection, restriction_type="groups"
    )
    on_collection.groups.set([group_of(Role.LOKET), group_of(Role.REDACTIE)])
    run_outbox()
    people = {role: login(role) for role in (Role.LOKET, Role.GEMEENTE, Role.REDACTIE)}
    assert found_by(people[Role.LOKET]) == [attached.pk]
    assert [found_by(people[role]) for role in (Role.GEMEENTE, Role.REDACTIE)] == [[], []]
    assert [counted(people[role]) for role in (Role.GEMEENTE, Role.REDACTIE)] == [0, 0]
    on_collection.groups.remove(group_of(Role.LOKET))
    assert found_by(people[Role.LOKET]) == [], "at once"
    run_outbox()
    assert counted(people[Role.LOKET]) == 0, "groups that change later reach the index"


def test_any_open_page_suffices_and_only_that_page_is_named(
    attached: Document, case: Any, run_outbox: Callable[[], int]
) -> None:
    secret = make_case(title="Geheim plan van de dijkgraaf", themes=("veiligheid",))
    attach(secret, attached, title="Geheime naam", description="Geheime uitleg")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    # Hidden first, so that it would be named if order alone decided.
    Page.objects.get(pk=secret.pk).move(CaseIndexPage.objects.get(), pos="first-child")
    run_outbox()
    results = find(CANARY, viewer=VISITOR)
    assert found_by(VISITOR) == [attached.pk]
    assert "Geheim" not in f"{results}"
    assert "veiligheid" not in f"{results.facets}"
    # Its place in the tree is another one since the move.
    Page.objects.get(pk=case.pk).specific.unpublish()
    assert found_by(VISITOR) == []
    run_outbox()
    assert (found_by(VISITOR), counted(VISITOR)) == ([], 0)
    assert found_by(login(Role.GEMEENTE)) == [attached.pk]


def test_document_of_a_draft_page_is_not_found(
    case: Any, search_index: Any, run_outbox: Callable[[], int]
) -> None:
    draft = make_case()
    draft.specific.unpublish()
    page = draft.specific
    document = make_document(pdf(f"De {CANARY} broedt hier."))
    page.attachments.add(Attachment(document=document))
    page.save()
    run_outbox()
    assert DocumentText.objects.get().state == TextState.READY
    assert_gone(search_index, document.pk)


def test_attachment_in_a_draft_of_a_live_page_is_not_found(
    case: Any, search_index: Any, run_outbox: Callable[[], int]
) -> None:
    document = make_document(pdf(f"De {CANARY} broedt hier."))
    page = case.specific
    page.attachments.add(Attachment(document=document))
    page.save_revision()
    run_outbox()
    assert_gone(search_index, document.pk)


# --- editors


@pytest.fixture
def editor(case: Any, as_role: Callable[..., Client]) -> Client:
    call_command("set_up_roles", verbosity=0)
    return as_role("redactie")


def test_editor_sees_state_and_reason(case: Any, editor: Client, run_outbox: Callable[[], int]) -> None:
    attach(case, make_document(b"%PDF-1.4 stuk", title="Kapot verslag"))
    run_outbox()
    page = editor.get("/admin/reports/bijlagen/").content.decode()
    assert "Kapot verslag" in page
    assert "Niet te lezen" in page
    assert "beschadigd" in page
    assert editor.get("/admin/reports/bijlagen/results/").status_code == 200
    assert b"Kapot verslag" in b"".join(editor.get("/admin/reports/bijlagen/?export=csv"))


def test_report_shows_only_documents_that_one_may_change(
    attached: Document, as_role: Callable[..., Client], client: Client
) -> None:
    call_command("set_up_roles", verbosity=0)
    centre = as_role("kenniscentrum")
    assert "Vogelverslag" not in centre.get("/admin/reports/bijlagen/", follow=True).content.decode()
    assert client.get("/admin/reports/bijlagen/").status_code == 302
    assert as_role("gemeente").get("/admin/reports/bijlagen/").status_code == 403


def test_many_documents_moved_at_once_follow_their_new_collection(
    attached: Document, editor: Client, search_index: Any, run_outbox: Callable[[], int]
) -> None:
    closed = make_collection()
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    address = f"/admin/bulk/wagtaildocs/document/add_to_collection/?id={attached.pk}"
    editor.post(address, {"collection": closed.pk})
    assert Document.objects.get().collection == closed
    assert found_by(VISITOR) == [], "at once"
    run_outbox()
    assert_gone(search_index, attached.pk)
    assert Collection.objects.filter(pk=closed.pk).exists()

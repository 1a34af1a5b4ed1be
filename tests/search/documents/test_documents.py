"""Search inside attached documents: what is in them is found, by who may see document and page, and by nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from knowledge.models import Attachment, CaseIndexPage
from krachtwijken.accounts.groups import group_of
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.core.outbox.models import OutboxRow, RowState
from search.api import find
from search.documents import services
from search.documents.models import DocumentText, TextState
from search.services.rebuild import rebuild_index
from search.types import Kind, SearchFilters
from tests.core.test_uploads import packed
from tests.factories.accounts import UserFactory
from tests.factories.documents import (
    attach,
    detach,
    docx,
    make_collection,
    make_document,
    pdf,
    replace_file,
)
from tests.factories.pages import make_case

# Words that stand nowhere but in the document of a test.
CANARY = "Kwartelkoning"
OLD, NEW = "Zilverreiger", "Waterspitsmuis"
VISITOR = AnonymousUser()
DOCUMENTS = SearchFilters(kinds=(Kind.DOCUMENT.value,))


@pytest.fixture
def case(search_index: Any, run_outbox: Callable[[], int]) -> Any:
    made = make_case(title="Rust in de polder", themes=("wonen",))
    run_outbox()
    return made


@pytest.fixture
def attached(case: Any, run_outbox: Callable[[], int]) -> Document:
    """A PDF with the canary on its second page, attached to the case and found."""
    document = make_document(pdf("Over de kade.", f"De {CANARY} broedt hier."), title="Vogelverslag")
    attach(case, document)
    run_outbox()
    assert found_by(VISITOR) == [document.pk]
    return document


def found_by(viewer: Any, query: str = CANARY) -> list[int]:
    """Documents found; asserts that total and facets tell of nothing else."""
    results = find(query, viewer=viewer)
    documents = [hit.pk for hit in results.hits if hit.kind is Kind.DOCUMENT]
    assert results.total == len(results.hits)
    return documents


def counted(viewer: Any, query: str = CANARY) -> int:
    kinds = next((facet for facet in find(query, viewer=viewer).facets if facet.name == "soort"), None)
    return sum(option.count for option in kinds.options if option.value == Kind.DOCUMENT) if kinds else 0


def assert_gone(search_index: Any, document_pk: int, viewer: Any = VISITOR, query: str = CANARY) -> None:
    """Neither found nor counted, and the word is nowhere in what a visitor gets."""
    assert found_by(viewer, query) == []
    assert counted(viewer, query) == 0
    page = Client().get("/zoeken/", {"q": query}).content.decode()
    assert page.count(query) == page.replace("<mark", "").count(query)
    assert "broedt hier" not in page
    assert f"/documents/{document_pk}/" not in page


def login(role: Role) -> User:
    return UserFactory(role=role.value)


# --- found


def test_page_of_a_pdf_is_found_with_the_way_to_it(attached: Document, case: Any, client: Client) -> None:
    hit = find(CANARY, viewer=VISITOR).hits[0]
    assert hit.kind is Kind.DOCUMENT
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
    assert f"document:{document.pk}" not in search_index.known()


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
    assert f"document:{pk}" not in search_index.known()


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


# --- another file


def test_replaced_file_takes_its_old_text_with_it(
    case: Any, search_index: Any, run_outbox: Callable[[], int], client: Client
) -> None:
    document = make_document(pdf(f"De {OLD} broedt hier."))
    attach(case, document)
    run_outbox()
    assert found_by(VISITOR, OLD) == [document.pk]
    name = document.file.name
    replace_file(document, pdf(f"De {NEW} zwemt daar."))
    assert document.file.name == name, "the hard case: the new file got the name of the old one"
    assert found_by(VISITOR, OLD) == [], "at once"
    assert OLD not in str(DocumentText.objects.get().parts)
    run_outbox()
    assert found_by(VISITOR, NEW) == [document.pk]
    assert OLD not in str(DocumentText.objects.get().parts)
    for hit in find(OLD, viewer=VISITOR).hits:
        assert hit.passage is None or OLD not in "".join(part.text for part in hit.passage.parts)


def test_old_passages_are_out_of_the_index_when_the_new_text_counts(
    case: Any, search_index: Any, run_outbox: Callable[[], int]
) -> None:
    document = make_document(pdf(f"De {OLD} broedt hier."))
    attach(case, document)
    run_outbox()
    old = search_index.store.digests()[f"document:{document.pk}"]
    replace_file(document, pdf(f"De {NEW} zwemt daar."))
    services.read_document(document.pk)
    assert DocumentText.objects.get().state == TextState.READY
    new = search_index.store.digests()[f"document:{document.pk}"]
    assert new
    assert new.isdisjoint(old)
    replace_file(document, b"%PDF-1.4 stuk")
    services.read_document(document.pk)
    assert f"document:{document.pk}" not in search_index.known(), "not even for a file that cannot be read"


def test_other_document_on_the_same_attachment_takes_the_old_one_out(
    attached: Document, case: Any, search_index: Any, run_outbox: Callable[[], int]
) -> None:
    row = Attachment.objects.get(document=attached)
    row.document = make_document(pdf(f"De {NEW} zwemt daar."))
    row.save()
    run_outbox()
    assert_gone(search_index, attached.pk)
    assert found_by(VISITOR, NEW) == [row.document_id]
    assert CANARY not in str(list(DocumentText.objects.values_list("parts", flat=True)))


def test_file_replaced_while_it_was_read_is_read_again(
    attached: Document, run_outbox: Callable[[], int]
) -> None:
    stale = Document.objects.get(pk=attached.pk)
    mark = services.mark_of(stale)
    replace_file(attached, pdf(f"De {NEW} zwemt daar."))
    services._keep(stale, mark, {"state": TextState.READY, "parts": [{"heading": "", "text": CANARY}]})
    assert CANARY not in str(DocumentText.objects.get().parts)
    run_outbox()
    assert found_by(VISITOR, NEW) == [attached.pk]


# --- states


@pytest.mark.parametrize(
    ("name", "content", "state"),
    [
        ("goed.pdf", pdf(CANARY), TextState.READY),
        ("stuk.pdf", b"%PDF-1.4 stuk", TextState.FAILED),
        ("geen.pdf", b"<html>", TextState.FAILED),
        ("stuk.docx", b"PK\x03\x04", TextState.FAILED),
        ("bom.docx", packed({"word/document.xml": b" " * 30_000_000}), TextState.FAILED),
        ("scan.pdf", pdf("").replace(b"Deel 1", b"      "), TextState.EMPTY),
        ("tabel.xlsx", b"PK", TextState.DOWNLOAD_ONLY),
    ],
)
def test_state_is_kept_and_no_file_troubles_a_visitor(
    case: Any, run_outbox: Callable[[], int], client: Client, name: str, content: bytes, state: TextState
) -> None:
    document = make_document(content, name=name)
    attach(case, document)
    run_outbox()
    row = DocumentText.objects.get()
    assert row.state == state
    assert bool(row.reason) == (state == TextState.FAILED)
    assert not OutboxRow.objects.exclude(state=RowState.DONE).exists(), "nothing is tried in vain"
    assert client.get(case.url).status_code == 200
    assert client.get("/zoeken/", {"q": CANARY}).status_code == 200


def test_file_that_is_gone_from_disk(
    attached: Document, run_outbox: Callable[[], int], client: Client
) -> None:
    attached.file.storage.delete(attached.file.name)
    DocumentText.objects.update(file_mark="")
    services.ask_reading(attached.pk)
    run_outbox()
    assert DocumentText.objects.get().state == TextState.FAILED
    assert found_by(VISITOR) == []


def test_file_larger_than_the_limit_is_not_read(
    case: Any, run_outbox: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_BYTES", 100)
    attach(case, make_document(pdf(CANARY)))
    run_outbox()
    row = DocumentText.objects.get()
    assert (row.state, row.reason, row.parts) == (TextState.TOO_LARGE, services.TOO_BIG, [])
    assert found_by(VISITOR) == []


def test_reading_is_left_to_the_worker(case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "extract", lambda *_: pytest.fail("read inside the request"))
    attach(case, make_document(pdf(CANARY)))
    assert OutboxRow.objects.filter(topic=services.READ, state=RowState.WAITING).count() == 1


def test_reading_twice_changes_nothing(attached: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    before = DocumentText.objects.values().get()
    monkeypatch.setattr(services, "extract", lambda *_: pytest.fail("the text is there already"))
    services.read_document(attached.pk)
    assert DocumentText.objects.values().get() == before


def test_change_that_is_rolled_back_asks_nothing(case: Any, run_outbox: Callable[[], int]) -> None:
    document = make_document(pdf(CANARY))
    run_outbox()

    @transaction.atomic
    def change() -> None:
        attach(case, document)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    assert not OutboxRow.objects.filter(state=RowState.WAITING).exists()


def test_nightly_look_finds_what_was_missed(attached: Document, run_outbox: Callable[[], int]) -> None:
    assert services.ask_what_was_missed() == 0
    DocumentText.objects.all().delete()
    assert services.ask_what_was_missed() == 1
    run_outbox()
    assert found_by(VISITOR) == [attached.pk]


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

"""When the text of a document is read, read again, and what becomes of files that cannot be read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from wagtail.documents.models import Document

from knowledge.models import Attachment
from krachtwijken.core.outbox.models import OutboxRow, RowState
from search.api import find
from search.indexing.attachments import services
from search.indexing.attachments.models import DocumentText, TextState
from tests.core.test_uploads import packed
from tests.factories.documents import (
    attach,
    make_document,
    pdf,
    replace_file,
)
from tests.search.documents.finding import (
    CANARY,
    NEW,
    OLD,
    VISITOR,
    assert_gone,
    found_by,
)

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
    assert f"document:{document.pk}" not in search_index.document_keys(), (
        "not even for a file that cannot be read"
    )


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
    mark = services.mark_file(stale)
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
        ("scan.pdf", pdf(""), TextState.EMPTY),
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
    assert bool(row.reason) == (state in {TextState.FAILED, TextState.EMPTY}), (
        "somebody can do something about it"
    )
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

"""Keep the text of attached documents in step with their files. Everything here is repeatable."""

import shutil
import tempfile
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.documents.models import Document

from knowledge.models import Attachment
from krachtwijken.core.outbox import enqueue
from krachtwijken.core.uploads import check_content
from search.backend import backend
from search.indexing.attachments.extraction import KINDS, MOST_BYTES, Extracted, extract
from search.indexing.attachments.models import DocumentText, TextState
from search.registry import document_of
from search.types import Document as SearchDocument
from search.types import Kind

READ = "search.read_document"
REFRESH = "search.refresh"
TOO_BIG = "Het bestand is groter dan 20 MB."
GONE = "Het bestand is niet gevonden."
NO_TEXT = "Er staat geen tekst in, alleen beeld. Laat tekst herkennen (OCR) en zet het bestand opnieuw neer."
ONLY_THE_BEGINNING = "Het bestand is lang: alleen het begin is doorzoekbaar."


def ask_reading(pk: int) -> None:
    enqueue(READ, {"pk": pk}, key=str(pk))


def ask_refresh(pk: int) -> None:
    enqueue(REFRESH, {"kind": Kind.DOCUMENT.value, "pk": pk}, key=f"{Kind.DOCUMENT}:{pk}")


def mark_file(document: Document) -> str:
    """Tells one file from another: a new file may get the name of the old one, but not its fingerprint."""
    return f"{document.file.name}:{document.file_hash}"


def forget_old_text(document: Document) -> None:
    """At once, in the transaction that replaced the file: from here on search shows nothing of the old one."""
    rows = DocumentText.objects.filter(document=document).exclude(file_mark=mark_file(document))
    rows.update(state=TextState.WAITING, parts=[], reason="", file_mark="", page_count=0, read_at=None)


def read_document(pk: int) -> None:
    """Slow: for the worker, outside a transaction."""
    document = Document.objects.filter(pk=pk).first()
    if document is None or not Attachment.objects.filter(document_id=pk).exists():
        with transaction.atomic():
            DocumentText.objects.filter(document_id=pk).delete()
            ask_refresh(pk)
        return
    mark = mark_file(document)
    known = DocumentText.objects.filter(document=document, file_mark=mark).defer("parts").first()
    if known is None or known.state == TextState.WAITING:
        # Out before the new text is there: otherwise a passage of the old one could be shown in between.
        _index(pk, None)
        _keep(document, mark, _read(document))
        # Here and not in the refresh: hundreds of passages take the model seconds, and a page would wait behind them.
        _index(pk, document_of(f"{Kind.DOCUMENT}:{pk}"))
    ask_refresh(pk)


def _index(pk: int, document: SearchDocument | None) -> None:
    if not backend().index.store.exists():
        return
    if document is None:
        backend().delete(f"{Kind.DOCUMENT}:{pk}")
    else:
        backend().upsert(document)


@transaction.atomic
def _keep(document: Document, mark: str, values: dict[str, object]) -> None:
    now = Document.objects.filter(pk=document.pk).first()
    if now is not None and mark_file(now) == mark:
        # Otherwise the file was replaced meanwhile: the row that was asked for then reads the new one.
        DocumentText.objects.update_or_create(
            document=document, defaults={**values, "file_mark": mark, "read_at": timezone.now()}
        )


def _read(document: Document) -> dict[str, object]:
    kind = document.file_extension.lower()
    if kind not in KINDS:
        return _values(TextState.DOWNLOAD_ONLY)
    try:
        with document.file.storage.open(document.file.name) as file, tempfile.TemporaryFile() as copy:
            if file.size > MOST_BYTES:
                return _values(TextState.TOO_LARGE, reason=TOO_BIG)
            shutil.copyfileobj(file, copy)
            return _judged(copy, kind)
    except OSError:
        return _values(TextState.FAILED, reason=GONE)


def _judged(copy: IO[bytes], kind: str) -> dict[str, object]:
    try:
        check_content(copy, kind)
    except ValidationError as error:
        return _values(TextState.FAILED, reason=error.messages[0])
    extracted = extract(copy, kind)
    if extracted.error:
        return _values(TextState.FAILED, reason=extracted.error)
    if not extracted.parts:
        return _values(TextState.EMPTY, extracted, reason=NO_TEXT)
    if extracted.cut:
        return _values(TextState.TOO_LARGE, extracted, reason=ONLY_THE_BEGINNING)
    return _values(TextState.READY, extracted)


def _values(state: TextState, extracted: Extracted | None = None, *, reason: str = "") -> dict[str, object]:
    parts = list(extracted.parts) if extracted else []
    return {
        "state": state,
        "parts": parts,
        "page_count": extracted.pages if extracted else 0,
        "reason": reason[:200],
    }


@transaction.atomic
def ask_what_was_missed() -> int:
    """For the night: attached documents without a text of their file. Returns how many were asked for."""
    attached = Document.objects.filter(attachments__isnull=False).distinct()
    read = dict(DocumentText.objects.exclude(state=TextState.WAITING).values_list("document_id", "file_mark"))
    missed = [document.pk for document in attached if read.get(document.pk) != mark_file(document)]
    loose = DocumentText.objects.filter(document__attachments=None).values_list("document_id", flat=True)
    asked = [*missed, *loose]
    for pk in asked:
        ask_reading(pk)
    return len(asked)

"""Every way in which a document, its collection or its page changes leads to a row in the outbox."""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from knowledge.models import Attachment
from search.indexing.attachments.services import ask_reading, ask_refresh, forget_old_text


def read_saved_document(instance: Document, **_signal: Any) -> None:
    forget_old_text(instance)
    ask_reading(instance.pk)


def refresh_deleted_document(instance: Document, **_signal: Any) -> None:
    ask_refresh(instance.pk)


def read_replaced_document(instance: Attachment, **_signal: Any) -> None:
    """Another document on the same row: the old one may hang nowhere now."""
    for pk in Attachment.objects.filter(pk=instance.pk).values_list("document_id", flat=True):
        if pk != instance.document_id:
            ask_reading(pk)


def read_attached_document(instance: Attachment, **_signal: Any) -> None:
    ask_reading(instance.document_id)


def refresh_documents_of_page(instance: Any, **_signal: Any) -> None:
    if isinstance(instance, Page):
        _ask_all(Attachment.objects.filter(page=instance.pk).values_list("document_id", flat=True))


def refresh_documents_below(page: Page) -> None:
    below = Attachment.objects.filter(page__path__startswith=page.path)
    _ask_all(below.values_list("document_id", flat=True))


def refresh_moved_documents(instance: Page, **_signal: Any) -> None:
    refresh_documents_below(instance)


def refresh_restricted_documents(instance: PageViewRestriction, **_signal: Any) -> None:
    refresh_documents_below(instance.page)


def refresh_collection(collection: Collection) -> None:
    below = Document.objects.filter(collection__path__startswith=collection.path, attachments__isnull=False)
    _ask_all(below.values_list("pk", flat=True))


def refresh_saved_collection(instance: Collection, **_signal: Any) -> None:
    refresh_collection(instance)


def refresh_restricted_collection(instance: CollectionViewRestriction, **_signal: Any) -> None:
    refresh_collection(instance.collection)


def refresh_when_groups_change(instance: Any, action: str, **_signal: Any) -> None:
    """The groups of a restriction are saved after the restriction itself."""
    if not action.startswith("post_"):
        return
    if isinstance(instance, CollectionViewRestriction):
        refresh_collection(instance.collection)
    elif isinstance(instance, PageViewRestriction):
        refresh_documents_below(instance.page)


def _ask_all(pks: Iterable[int]) -> None:
    for pk in set(pks):
        ask_refresh(pk)


def watch_attachments() -> None:
    pre_save.connect(read_replaced_document, sender=Attachment, dispatch_uid="documents.attachment_changes")
    post_save.connect(read_saved_document, sender=Document, dispatch_uid="documents.saved")
    post_delete.connect(refresh_deleted_document, sender=Document, dispatch_uid="documents.deleted")
    # Whatever page type it is: pages of every app may get attachments.
    post_save.connect(refresh_documents_of_page, dispatch_uid="documents.page_saved")
    page_published.connect(refresh_documents_of_page, dispatch_uid="documents.published")
    page_unpublished.connect(refresh_documents_of_page, dispatch_uid="documents.unpublished")
    post_page_move.connect(refresh_moved_documents, dispatch_uid="documents.page_moved")
    post_save.connect(refresh_saved_collection, sender=Collection, dispatch_uid="documents.collection_saved")
    for signal in (post_save, post_delete):
        signal.connect(read_attached_document, sender=Attachment)
        signal.connect(refresh_restricted_documents, sender=PageViewRestriction)
        signal.connect(refresh_restricted_collection, sender=CollectionViewRestriction)
    for through in (PageViewRestriction.groups.through, CollectionViewRestriction.groups.through):
        m2m_changed.connect(refresh_when_groups_change, sender=through)

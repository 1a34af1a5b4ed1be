"""Every way in which a document, its collection or its page changes leads to a row in the outbox."""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from knowledge.models import Attachment
from search.indexing.attachments.services import ask_reading, ask_refresh, forget_old_text


def document_saved(instance: Document, **_signal: Any) -> None:
    forget_old_text(instance)
    ask_reading(instance.pk)


def document_deleted(instance: Document, **_signal: Any) -> None:
    ask_refresh(instance.pk)


def attachment_changes(instance: Attachment, **_signal: Any) -> None:
    """Another document on the same row: the old one may hang nowhere now."""
    for pk in Attachment.objects.filter(pk=instance.pk).values_list("document_id", flat=True):
        if pk != instance.document_id:
            ask_reading(pk)


def attached_or_detached(instance: Attachment, **_signal: Any) -> None:
    ask_reading(instance.document_id)


def page_changed(instance: Any, **_signal: Any) -> None:
    if isinstance(instance, Page):
        _ask_all(Attachment.objects.filter(page=instance.pk).values_list("document_id", flat=True))


def pages_changed(page: Page) -> None:
    below = Attachment.objects.filter(page__path__startswith=page.path)
    _ask_all(below.values_list("document_id", flat=True))


def page_moved(instance: Page, **_signal: Any) -> None:
    pages_changed(instance)


def page_restricted(instance: PageViewRestriction, **_signal: Any) -> None:
    pages_changed(instance.page)


def collection_changed(collection: Collection) -> None:
    below = Document.objects.filter(collection__path__startswith=collection.path, attachments__isnull=False)
    _ask_all(below.values_list("pk", flat=True))


def collection_saved(instance: Collection, **_signal: Any) -> None:
    collection_changed(instance)


def collection_restricted(instance: CollectionViewRestriction, **_signal: Any) -> None:
    collection_changed(instance.collection)


def groups_changed(instance: Any, action: str, **_signal: Any) -> None:
    """The groups of a restriction are saved after the restriction itself."""
    if not action.startswith("post_"):
        return
    if isinstance(instance, CollectionViewRestriction):
        collection_changed(instance.collection)
    elif isinstance(instance, PageViewRestriction):
        pages_changed(instance.page)


def _ask_all(pks: Iterable[int]) -> None:
    for pk in set(pks):
        ask_refresh(pk)


def connect() -> None:
    pre_save.connect(attachment_changes, sender=Attachment, dispatch_uid="documents.attachment_changes")
    post_save.connect(document_saved, sender=Document, dispatch_uid="documents.saved")
    post_delete.connect(document_deleted, sender=Document, dispatch_uid="documents.deleted")
    # Whatever page type it is: pages of every app may get attachments.
    post_save.connect(page_changed, dispatch_uid="documents.page_saved")
    page_published.connect(page_changed, dispatch_uid="documents.published")
    page_unpublished.connect(page_changed, dispatch_uid="documents.unpublished")
    post_page_move.connect(page_moved, dispatch_uid="documents.page_moved")
    post_save.connect(collection_saved, sender=Collection, dispatch_uid="documents.collection_saved")
    for signal in (post_save, post_delete):
        signal.connect(attached_or_detached, sender=Attachment)
        signal.connect(page_restricted, sender=PageViewRestriction)
        signal.connect(collection_restricted, sender=CollectionViewRestriction)
    for through in (PageViewRestriction.groups.through, CollectionViewRestriction.groups.through):
        m2m_changed.connect(groups_changed, sender=through)

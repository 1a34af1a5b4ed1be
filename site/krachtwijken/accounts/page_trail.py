"""What happens to pages in the content management is a line in the audit trail, beside Wagtail's own log.

Wagtail's log may be pruned and changed; the audit trail may not. Publishing and moving are heard where Wagtail writes
its log, in the same transaction where there is one. Deleting and restricting are heard at the table itself, so that
pages below a deleted page and changes outside the content management count too.
"""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from krachtwijken.accounts.acting import current_actor
from krachtwijken.core.audit import record

# What Wagtail calls it -> what the trail calls it. Other entries (drafts, comments, locks) change nothing for readers.
ACTIONS = {
    "wagtail.publish": "page.published",
    "wagtail.publish.scheduled": "page.published",
    "wagtail.publish.schedule": "page.scheduled",
    "wagtail.schedule.cancel": "page.schedule_cancelled",
    "wagtail.unpublish": "page.unpublished",
    "wagtail.unpublish.scheduled": "page.unpublished",
    "wagtail.move": "page.moved",
}


def note_log_entry(instance: PageLogEntry, created: bool = False, **_signal: Any) -> None:
    action = ACTIONS.get(instance.action)
    if action is None or not created:
        return
    data: dict[str, Any] = {"type": _type_of(instance.content_type)}
    if instance.revision_id is not None:
        data["revision"] = instance.revision_id
    if action == "page.moved":
        data |= {"from": instance.data["source"]["id"], "to": instance.data["destination"]["id"]}
    record(actor=instance.user or current_actor(), action=action, target=Page(pk=instance.page_id), data=data)


def note_page_deletion(instance: Page, **_signal: Any) -> None:
    """Also for every page below the one that was deleted."""
    record(
        actor=current_actor(),
        action="page.deleted",
        target=Page(pk=instance.pk),
        data={"type": _type_of(instance.cached_content_type)},
    )


def note_restriction(instance: PageViewRestriction, created: bool = False, **signal: Any) -> None:
    lifted = signal["signal"] is post_delete
    state = "lifted" if lifted else "set" if created else "changed"
    record(
        actor=current_actor(),
        action=f"page.restriction_{state}",
        target=Page(pk=instance.page_id),
        data={"kind": instance.restriction_type},
    )


def _type_of(content_type: Model | None) -> str:
    return f"{content_type.app_label}.{content_type.model}" if content_type else ""  # type: ignore[attr-defined]


def watch_pages() -> None:
    """Repeatable: called once by AppConfig.ready()."""
    post_save.connect(note_log_entry, sender=PageLogEntry, dispatch_uid="accounts.page_log")
    post_delete.connect(note_page_deletion, sender=Page, dispatch_uid="accounts.page_deleted")
    for signal in (post_save, post_delete):
        signal.connect(note_restriction, sender=PageViewRestriction, dispatch_uid="accounts.page_restriction")

"""Who may see which attachment: somebody who may see the collection of the document and a page that it hangs on."""

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.documents.models import Document
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from knowledge.contributions.selectors import contributed_with
from knowledge.models import Attachment
from krachtwijken.accounts.models import User
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.visibility import closed_collections, is_closed, pages_visible_to


def attachments_visible_to(viewer: Viewer) -> QuerySet[Attachment]:
    """Attachments of live pages that `viewer` may read, of which the document is open to `viewer` too."""
    pages = pages_visible_to(viewer, Page.objects.all())
    attachments = Attachment.objects.filter(page__in=pages.values("pk"))
    hidden = Q()
    for path in closed_collections(viewer):
        hidden |= Q(document__collection__path__startswith=path)
    return attachments.exclude(hidden) if hidden else attachments


def attachments_of(page: Page, *, viewer: Viewer) -> Sequence[Attachment]:
    """What `viewer` sees on this page, in the order of the editor; a draft in preview shows what it will have."""
    rows = list(page.attachments.select_related("document__collection"))
    if not rows:
        return []
    closed = tuple(closed_collections(viewer))
    return [row for row in rows if not closed or not row.document.collection.path.startswith(closed)]


def may_open(document: Document, request: HttpRequest) -> bool:
    """Beside the rights on its collection, which Wagtail checks: through a page, as an editor of the document, or as somebody who
    judges or may edit the page that a contribution became, in whose collection only the redactie has rights."""
    viewer = request.user
    if any(not is_closed(viewer, page.get_view_restrictions()) for page in _pages_with(document)):
        return True
    if isinstance(viewer, User) and any(
        _judges_or_edits(viewer, page) for page in contributed_with(document)
    ):
        return True
    policy = policy_registry.get_by_type(Document)
    actions = {"add", "change", "delete", "choose"}
    return any(policy.user_has_permission_for_instance(viewer, action, document) for action in actions)


def _judges_or_edits(user: User, page: Page) -> bool:
    task = page.current_workflow_task
    if task is not None and task.specific.get_actions(page, user):
        return True
    return bool(page.permissions_for_user(user).can_edit())


def _pages_with(document: Document) -> QuerySet[Page]:
    """Live pages on which it hangs, or with a link to it in the text."""
    hangs = Attachment.objects.filter(document=document).values("page")
    links = (
        ReferenceIndex.get_references_to(document)
        .filter(base_content_type=ContentType.objects.get_for_model(Page))
        # What hangs on a page is read from its own rows above.
        .exclude(model_path__startswith="attachments.")
    )
    linked = [int(pk) for pk in links.values_list("object_id", flat=True) if pk.isdecimal()]
    return Page.objects.live().filter(Q(pk__in=hangs) | Q(pk__in=linked))

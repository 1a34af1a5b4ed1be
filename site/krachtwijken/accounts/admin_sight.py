"""What an editor sees of pages, documents and images that belong to others, wherever the content management lists them.

Wagtail lists every page to choose from, drafts and restricted ones too, and names what somebody has no rights on.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from wagtail.models import Page, TaskState
from wagtail.permissions import policy_registry

from krachtwijken.accounts.models import User
from krachtwijken.accounts.types import Viewer
from krachtwijken.core.visibility import pages_visible_to

SNIPPET_CHOOSER = "wagtailsnippetchoosers_"
SNIPPET_RIGHTS = ("view", "add", "change", "delete")
RIGHTS = {"add", "change", "delete", "choose", "publish", "view"}


def pages_seen_by(viewer: Viewer) -> Any:
    """What is on the site for this person, where this person works, with the way there, and what waits for review."""
    own = policy_registry.get_by_type(Page).explorable_instances(viewer)
    public = pages_visible_to(viewer, Page.objects.all())
    seen = Page.objects.filter(pk__in=own.values("pk")) | Page.objects.filter(pk__in=public.values("pk"))
    return seen | Page.objects.filter(pk__in=_waiting_for(viewer))


def _waiting_for(viewer: Viewer) -> list[int]:
    """Who decides about a page has to see it, wherever it stands."""
    if not isinstance(viewer, User):
        return []
    states = TaskState.objects.reviewable_by(viewer).filter(workflow_state__base_content_type__model="page")
    return [int(pk) for pk in states.values_list("workflow_state__object_id", flat=True)]


# What a page is called in the addresses of the content management.
PAGE_IN_ADDRESS = frozenset({"page_id", "parent_page_id", "page_to_move_id", "destination_id"})


def is_hidden_from(viewer: Viewer, filled_in: Mapping[str, Any]) -> bool:
    """Whether an address with these parts names a page that this person may not know of: Wagtail asks for rights in
    some views only when something is sent."""
    keys = {value for name, value in filled_in.items() if name in PAGE_IN_ADDRESS}
    there = Page.objects.filter(pk__in=keys, depth__gt=1)
    return bool(keys) and there.exclude(pk__in=pages_seen_by(viewer).values("pk")).exists()


def lacks_rights_on_snippet(viewer: Viewer, namespace: str) -> bool:
    """Wagtail lets every editor choose from every kind of snippet, and so read all of them."""
    kind = namespace.removeprefix(SNIPPET_CHOOSER)
    if kind == namespace:
        return False
    app, _, model = kind.partition("_")
    return not any(viewer.has_perm(f"{app}.{action}_{model}") for action in SNIPPET_RIGHTS)


def own_keys(viewer: Viewer, model: type[Model], keys: list[Any]) -> set[Any]:
    """Of these keys those of rows that this person works on."""
    policy = policy_registry.get_by_type(model)
    if issubclass(model, Page):
        own = policy.explorable_instances(viewer)
    else:
        own = policy.instances_user_has_any_permission_for(viewer, RIGHTS)
    return set(own.filter(pk__in=keys).values_list("pk", flat=True))


def is_page_seen_by(viewer: Viewer, page: Page) -> bool:
    """The root has no content: whoever chooses a page may begin there."""
    return bool(page.depth == 1 or pages_seen_by(viewer).filter(pk=page.pk).exists())

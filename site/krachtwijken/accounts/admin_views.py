"""Wagtail's views to choose pages and to act on many things at once, of which nobody sees more than the own."""

from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import chooser
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import Page

from krachtwijken.accounts.admin_sight import is_page_seen_by, own_keys, pages_seen_by
from krachtwijken.core.query_params import whole_number


class BrowseView(chooser.BrowseView):
    # Set by the library, before it asks for the list.
    parent_page: Any

    def get_object_list(self) -> Any:
        """Asked for by number, a page that is not seen is not there; found by its type, the root takes its place."""
        if not is_page_seen_by(self.request.user, self.parent_page):
            if self.kwargs.get("parent_page_id"):
                raise Http404
            self.parent_page = Page.get_first_root_node().specific
        return super().get_object_list()


class SeenParentColumn(chooser.ParentPageColumn):
    def get_value(self, instance: Page) -> Page | None:
        """A page may be on the site below one that is not."""
        parent = super().get_value(instance)
        return parent if parent is not None and (parent.live or parent.depth == 1) else None


class SearchView(chooser.SearchView):
    @property
    def columns(self) -> list[Any]:
        return [
            SeenParentColumn("parent", label=column.label)
            if isinstance(column, chooser.ParentPageColumn)
            else column
            for column in super().columns
        ]


class ChosenMultipleView(chooser.ChosenMultipleView):
    def get(self, request: HttpRequest) -> HttpResponse:
        """Without the root of the tree: it has no parent to tell of, and nobody can choose it."""
        keys = {number for key in request.GET.getlist("id") if (number := whole_number(key)) is not None}
        keys -= set(Page.objects.filter(depth=1).values_list("pk", flat=True))
        if pages_seen_by(request.user).filter(pk__in=keys).count() < len(keys):
            raise Http404
        query = request.GET.copy()
        query.setlist("id", [str(key) for key in keys])
        request.GET = query  # type: ignore[assignment] # one that could be written
        return super().get(request)


class PageTypesView(PageTypesUsageReportView):
    def decorate_paginated_queryset(self, page_types: Any) -> Any:
        """Of every kind the last edited page is named: only when it is an own one."""
        found = super().decorate_paginated_queryset(page_types)
        named = [item.last_edited_page.pk for item in found if item.last_edited_page]
        own = own_keys(self.request.user, Page, named)
        for item in found:
            if item.last_edited_page and item.last_edited_page.pk not in own:
                item.last_edited_page = None
        return found


def bulk_action(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponse:
    """As Wagtail's own, on what this person works on; the rest is not there."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    action_class = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if action_class is None:
        raise Http404
    view = action_class(request, model)

    def only_own(asked: type[Any], keys: Any) -> list[Any]:
        numbers = [str(getattr(key, "pk", key)) for key in keys]
        found = action_class.get_queryset(asked, [key for key in numbers if whole_number(key) is not None])
        own = own_keys(request.user, asked, [item.pk for item in found])
        if not own:
            raise Http404
        return [item for item in found if item.pk in own]

    view.get_queryset = only_own
    return view.dispatch(request)


def closed_address(_request: HttpRequest) -> HttpResponse:
    """Wagtail offers an address that does nothing but fail."""
    raise Http404


choose_page = require_admin_access(BrowseView.as_view())
choose_page_search = require_admin_access(SearchView.as_view())
chosen_pages = require_admin_access(ChosenMultipleView.as_view())
bulk = require_admin_access(bulk_action)
page_types = require_admin_access(PageTypesView.as_view())
page_types_results = require_admin_access(PageTypesView.as_view(results_only=True))

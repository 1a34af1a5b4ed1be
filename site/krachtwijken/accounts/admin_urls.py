"""Addresses that stand before those of Wagtail, under the same names where those have no namespace."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.urls import display_custom_404

from krachtwijken.accounts import admin_views as views

urlpatterns = [
    path(f"admin/{route}", never_cache(display_custom_404(view)), name=name)
    for route, view, name in (
        ("choose-page/", views.choose_page, "wagtailadmin_choose_page"),
        ("choose-page/<int:parent_page_id>/", views.choose_page, "wagtailadmin_choose_page_child"),
        ("choose-page/search/", views.choose_page_search, "wagtailadmin_choose_page_search"),
        ("choose-page/chosen-multiple/", views.chosen_pages, "wagtailadmin_choose_page_chosen_multiple"),
        ("reports/page-types-usage/", views.page_types, "page_types_usage"),
        (
            "reports/page-types-usage/results/",
            views.page_types_results,
            "page_types_usage_results",
        ),
        ("failwhale/", views.closed_address, "wagtailadmin_error_test"),
        ("bulk/<str:app_label>/<str:model_name>/<str:action>/", views.bulk, "wagtail_bulk_action"),
    )
]

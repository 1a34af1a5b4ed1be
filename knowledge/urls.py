"""Addresses of the knowledge base that are no page of the content management, from the root.

`/kennis/…` belongs to Wagtail's pages, so these stand beside it.
"""

from django.urls import URLPattern, path

from knowledge.compare import views as compare_views
from knowledge.shortlist import views as shortlist_views

app_name = "knowledge"

urlpatterns: list[URLPattern] = [
    path("vergelijken/", compare_views.compare, name="compare"),
    path("lijst/", shortlist_views.current, name="shortlist"),
    path("lijst/bewaren/", shortlist_views.save, name="shortlist_save"),
    path("lijst/<slug:token>/", shortlist_views.detail, name="shortlist_detail"),
    path("lijst/<slug:token>/bijlage/", shortlist_views.appendix, name="shortlist_appendix"),
    path("lijst/<slug:token>/delen/", shortlist_views.share, name="shortlist_share"),
    path("lijst/<slug:token>/weg/", shortlist_views.remove, name="shortlist_remove"),
    path("lijst/<slug:token>/overnemen/", shortlist_views.claim, name="shortlist_claim"),
    path("mijn/lijsten/", shortlist_views.own, name="shortlist_own"),
]

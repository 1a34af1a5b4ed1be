"""Addresses of the pool, from the root."""

from django.urls import URLPattern, path

from expertpool.desk import views as desk_views
from expertpool.directory import views

app_name = "expertpool"

urlpatterns: list[URLPattern] = [
    path("pool/", views.pool, name="list"),
    path("pool/<slug:slug>/", views.detail, name="detail"),
    path("loket/profielen/", desk_views.profiles, name="desk"),
    path("loket/profielen/<slug:slug>/", desk_views.adjust, name="desk_adjust"),
    path("mijn/profiel/", views.own, name="own"),
    path("mijn/profiel/intrekken/", views.withdraw, name="withdraw"),
    path("mijn/profiel/gegevens.json", views.export, name="export"),
]

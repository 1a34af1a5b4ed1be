"""Addresses of the loket, from the root."""

from django.urls import URLPattern, path

from matching import desk_views, views

app_name = "matching"

urlpatterns: list[URLPattern] = [
    path("loket/", views.start, name="start"),
    path("loket/aanvraag/", views.new, name="new"),
    path("loket/aanvraag/controle/", views.check, name="check"),
    path("loket/aanvraag/<slug:name>/", views.step, name="step"),
    path("loket/werkvoorraad/", desk_views.work, name="work_list"),
    path("loket/werkvoorraad/<slug:reference>/", desk_views.detail, name="request_detail"),
    path("loket/werkvoorraad/<slug:reference>/pakken/", desk_views.take, name="take"),
    path("mijn/verzoeken/", views.own, name="own"),
    path("mijn/verzoeken/<slug:reference>/", views.status, name="status"),
    path("mijn/verzoeken/<slug:reference>/intrekken/", views.withdraw, name="withdraw"),
]

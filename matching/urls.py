"""Addresses of the loket, from the root."""

from django.urls import URLPattern, path

from matching.requests.views import desk, public

app_name = "matching"

urlpatterns: list[URLPattern] = [
    path("loket/", public.start, name="start"),
    path("loket/aanvraag/", public.new, name="new"),
    path("loket/aanvraag/controle/", public.check, name="check"),
    path("loket/aanvraag/<slug:name>/", public.step, name="step"),
    path("loket/werkvoorraad/", desk.work, name="work_list"),
    path("loket/werkvoorraad/<slug:reference>/", desk.detail, name="request_detail"),
    path("loket/werkvoorraad/<slug:reference>/pakken/", desk.take, name="take"),
    path("mijn/verzoeken/", public.own, name="own"),
    path("mijn/verzoeken/<slug:reference>/", public.status, name="status"),
    path("mijn/verzoeken/<slug:reference>/intrekken/", public.withdraw, name="withdraw"),
]

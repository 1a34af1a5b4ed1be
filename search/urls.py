"""Addresses of search, from the root."""

from django.urls import URLPattern, path

from search import views
from search.suggest.views import complete

app_name = "search"

urlpatterns: list[URLPattern] = [
    path("zoeken/", views.search, name="search"),
    path("zoeken/aanvullen/", complete, name="complete"),
    path("antwoord/", views.answer, name="answer"),
    path("antwoord/<slug:token>/", views.answer_detail, name="answer_detail"),
]

"""Addresses of search, from the root."""

from django.urls import URLPattern, path

from search.features.answer import views as answer
from search.features.answer.appendix import views as appendix
from search.features.answer.verdicts import views as verdicts
from search.features.feeds.of_cases import case_feed
from search.features.feeds.of_people import people_feed
from search.features.feeds.of_search import search_feed
from search.features.query_demand import views as demand
from search.features.results_page import views as results_page
from search.features.saved_searches import stop_views
from search.features.saved_searches import views as saved
from search.features.suggestions.views import complete

app_name = "search"

urlpatterns: list[URLPattern] = [
    path("zoeken/", results_page.search, name="search"),
    path("zoeken/feed", search_feed, name="feed"),
    path("zoeken/gevraagd/", demand.asked_questions, name="asked"),
    path("zoeken/aanvullen/", complete, name="complete"),
    path("kennis/feed", case_feed, name="case_feed"),
    path("pool/feed", people_feed, name="people_feed"),
    path("antwoord/", answer.answer, name="answer"),
    path("antwoord/<slug:token>/", answer.answer_detail, name="answer_detail"),
    path("antwoord/<slug:token>/bijlage/", appendix.appendix, name="answer_appendix"),
    path("antwoord/<slug:token>/bijlage.pdf", appendix.pdf, name="answer_pdf"),
    path("antwoord/<slug:token>/oordeel/", verdicts.verdict, name="answer_verdict"),
    path("mijn/zoekvragen/", saved.saved_list, name="saved_list"),
    path("mijn/zoekvragen/nieuw/", saved.saved_new, name="saved_new"),
    path("mijn/zoekvragen/<slug:token>/", saved.saved_detail, name="saved_detail"),
    path("mijn/zoekvragen/<slug:token>/wijzigen/", saved.saved_edit, name="saved_edit"),
    path("mijn/zoekvragen/<slug:token>/pauze/", saved.saved_pause, name="saved_pause"),
    path("mijn/zoekvragen/<slug:token>/gezien/", saved.saved_seen, name="saved_seen"),
    path("mijn/zoekvragen/<slug:token>/weggooien/", saved.saved_delete, name="saved_delete"),
    path("zoekvragen/afmelden/<str:token>/", stop_views.saved_stop, name="saved_stop"),
]

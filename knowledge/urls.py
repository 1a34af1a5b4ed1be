"""Addresses of the knowledge base that are no page of the content management, from the root.

Most of `/kennis/…` belongs to Wagtail's pages: what stands here comes first.
"""

from django.urls import URLPattern, path

from knowledge.compare import views as compare_views
from knowledge.contributions.views import own, pages, texts
from knowledge.discovery import views as discovery_views
from knowledge.fit import views as fit_views
from knowledge.links import views as link_views
from knowledge.reports import views as report_views
from knowledge.shortlist import views as shortlist_views
from knowledge.validity import views as validity_views
from knowledge.worksheet import views as worksheet_views

app_name = "knowledge"

urlpatterns: list[URLPattern] = [
    path("kennis/problemen/", discovery_views.problems, name="problems"),
    path("kennis/problemen/<slug:code>/", discovery_views.problem, name="problem"),
    path("kennis/themas/<slug:code>/", discovery_views.theme, name="theme"),
    path("kennis/bewijskaart/", discovery_views.gap_map, name="gap_map"),
    path("kennis/bewijskaart/problemen/", discovery_views.problem_map, name="problem_map"),
    path("sitemap.xml", discovery_views.site_map, name="site_map"),
    path("vergelijken/", compare_views.compare, name="compare"),
    path("kennis/past-dit/<int:page>/", fit_views.fit, name="fit"),
    path("kennis/werkblad/<int:page>/", worksheet_views.worksheet, name="worksheet"),
    path("lijst/", shortlist_views.current, name="shortlist"),
    path("lijst/bewaren/", shortlist_views.save, name="shortlist_save"),
    path("lijst/<slug:token>/", shortlist_views.detail, name="shortlist_detail"),
    path("lijst/<slug:token>/bijlage/", shortlist_views.appendix, name="shortlist_appendix"),
    path("lijst/<slug:token>/delen/", shortlist_views.share, name="shortlist_share"),
    path("lijst/<slug:token>/weg/", shortlist_views.remove, name="shortlist_remove"),
    path("lijst/<slug:token>/overnemen/", shortlist_views.claim, name="shortlist_claim"),
    path("mijn/lijsten/", shortlist_views.own, name="shortlist_own"),
    path("kennis/delen/", pages.contribution_start, name="contribution_start"),
    path("kennis/delen/nieuw/", pages.contribution_new, name="contribution_new"),
    # What comes with a file stands together: the proxy lets more in there.
    path("kennis/delen/bestand/tekst/", texts.contribution_text, name="contribution_text"),
    path("kennis/delen/bestand/bijlagen/", texts.contribution_files, name="contribution_files"),
    path("kennis/delen/stap/<slug:name>/", pages.contribution_step, name="contribution_step"),
    path("kennis/delen/rest/", texts.contribution_rest, name="contribution_rest"),
    path("kennis/delen/controle/", pages.contribution_check, name="contribution_check"),
    path("kennis/delen/weggooien/<slug:token>/", pages.contribution_delete, name="contribution_delete"),
    path("kennis/melden/", report_views.report_approach, name="report_approach"),
    path("kennis/klopt-dit-nog/<int:page>/", report_views.report_doubt, name="report_doubt"),
    path("kennis/overname-melden/<int:page>/", report_views.report_replication, name="report_replication"),
    path("kennis/geldigheid/<int:page>/", validity_views.validity_confirm, name="validity_confirm"),
    path("mijn/geldigheid/", validity_views.validity, name="validity"),
    path("mijn/bronnen/", link_views.link_report, name="link_report"),
    path("mijn/bronnen/kopie/<int:copy>/", link_views.link_copy, name="link_copy"),
    path("mijn/meldingen/", report_views.report_list, name="report_list"),
    path("mijn/meldingen/<int:report>/afgehandeld/", report_views.report_settle, name="report_settle"),
    path("mijn/bijdragen/", own.contribution_own, name="contribution_own"),
    path("mijn/bijdragen/<slug:token>/", own.contribution_status, name="contribution_status"),
    path("mijn/bijdragen/<slug:token>/opnieuw/", own.contribution_again, name="contribution_again"),
]

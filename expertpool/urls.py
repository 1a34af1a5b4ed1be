"""Addresses of the pool, from the root."""

from django.urls import URLPattern, path

from expertpool.admission import views as admission_views
from expertpool.alliance import views as alliance_views
from expertpool.conflicts import views as conflict_views
from expertpool.consents import views as consent_views
from expertpool.control import views as control_views
from expertpool.desk import views as desk_views
from expertpool.directory import views
from expertpool.doubles import views as double_views
from expertpool.grid import views as grid_views
from expertpool.importing import views as import_views
from expertpool.sections import views as section_views

app_name = "expertpool"

urlpatterns: list[URLPattern] = [
    path("pool/", views.pool, name="list"),
    path("pool/rooster/", grid_views.pool_grid, name="grid"),
    path("pool/rooster/<slug:level>/<slug:theme>/", grid_views.call_start, name="call_start"),
    path("pool/oproep/<int:pk>/", grid_views.call, name="call"),
    path("pool/oproep/<int:pk>/sluiten/", grid_views.call_end, name="call_end"),
    path("pool/voordragen/", admission_views.nominate_person, name="nominate"),
    path("pool/toestemming/<str:token>/", admission_views.agree, name="agree"),
    path("pool/bevestigen/<str:key>/", consent_views.confirm, name="confirm"),
    path("pool/samenvoegen/<str:token>/", double_views.merge, name="merge"),
    path("loket/voordrachten/", admission_views.vetting_list, name="vetting_list"),
    path("loket/voordrachten/<int:pk>/", admission_views.vet, name="vet"),
    path("pool/inlezen/", import_views.pool_import, name="pool_import"),
    path("pool/inlezen/voorbeeld.xlsx", import_views.pool_import_template, name="pool_import_template"),
    path("pool/inlezen/<int:pk>/", import_views.pool_import_detail, name="pool_import_detail"),
    path("loket/dubbel/", double_views.doubles, name="doubles"),
    path("pool/organisaties/", alliance_views.offers, name="offers"),
    path("organisatie/", alliance_views.overview, name="organisation"),
    path("organisatie/voordragen/", alliance_views.bring, name="organisation_bring"),
    path("organisatie/voorgedragen/<int:pk>/opnieuw/", alliance_views.again, name="organisation_again"),
    path("organisatie/aanbod/<slug:slug>/<slug:theme>/", alliance_views.offer, name="organisation_offer"),
    path("organisatie/mensen/<slug:slug>/", alliance_views.person, name="organisation_person"),
    path(
        "organisatie/mensen/<slug:slug>/deel/<slug:name>/",
        alliance_views.person_section,
        name="organisation_section",
    ),
    path(
        "organisatie/mensen/<slug:slug>/bewijs/",
        alliance_views.person_evidence,
        name="organisation_evidence",
    ),
    path(
        "organisatie/mensen/<slug:slug>/bewijs/nieuw/",
        alliance_views.person_evidence_edit,
        name="organisation_evidence_new",
    ),
    path(
        "organisatie/mensen/<slug:slug>/bewijs/<int:pk>/",
        alliance_views.person_evidence_edit,
        name="organisation_evidence_edit",
    ),
    path("mijn/profiel/organisatie/", alliance_views.own_organisation, name="own_organisation"),
    path("pool/<slug:slug>/", views.detail, name="detail"),
    path("loket/profielen/", desk_views.profiles, name="desk"),
    path("loket/profielen/<slug:slug>/", desk_views.adjust, name="desk_adjust"),
    path("loket/profielen/<slug:slug>/belangen/", conflict_views.desk_conflicts, name="desk_conflicts"),
    path("mijn/profiel/", views.own, name="own"),
    path("mijn/profiel/intrekken/", views.withdraw, name="withdraw"),
    path("mijn/profiel/belangen/", conflict_views.own_conflicts, name="own_conflicts"),
    path("mijn/profiel/toestemming/", consent_views.give, name="consent_give"),
    path("mijn/profiel/pauze/", control_views.pauses, name="pauses"),
    path("mijn/profiel/wissen/", control_views.erase, name="erase"),
    path("mijn/profiel/deel/<slug:name>/", section_views.own_section, name="own_section"),
    path("mijn/profiel/bewijs/", section_views.own_evidence, name="own_evidence"),
    path("mijn/profiel/bewijs/nieuw/", section_views.own_evidence_edit, name="own_evidence_new"),
    path("mijn/profiel/bewijs/<int:pk>/", section_views.own_evidence_edit, name="own_evidence_edit"),
    path("mijn/profiel/gegevens.json", views.export, name="export"),
]

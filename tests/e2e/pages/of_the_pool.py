"""Profiles, how somebody comes in, and the organisations of the alliance."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from tests.e2e.pages.case import PageCase, first_link


def closed_call(page: Page) -> str:
    """Start a call for people and end it, as the loket that is logged in."""
    page.goto("/pool/rooster/bestuurlijk/integreren/")
    page.get_by_label("Wie zoekt u, en waarvoor?").fill("Wij zoeken een bestuurder met geduld.")
    page.get_by_label("Open tot en met").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="Zet de oproep open").click()
    page.wait_for_url("**/pool/oproep/**")
    address = page.url
    page.get_by_role("button", name="Sluit deze oproep").click()
    page.wait_for_url("**/pool/rooster/")
    return address


def sent_list(page: Page) -> str:
    """A list of people that is looked through: the template itself."""
    content = page.request.get("/pool/inlezen/voorbeeld.xlsx").body()
    page.goto("/pool/inlezen/")
    file = {"name": "mensen.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Bekijk de lijst").click()
    page.wait_for_url(re.compile(r"/pool/inlezen/\d+/"))
    return page.url


PAGES = [
    PageCase("pool", "/pool/"),
    PageCase("profile", find=first_link("/pool/", ".kw-card__title a")),
    PageCase("consent_withdraw", "/mijn/profiel/intrekken/", role="deskundige"),
    PageCase("own_profile", "/mijn/profiel/", role="deskundige"),
    PageCase("pool_desk", "/loket/profielen/", role="loket"),
    PageCase(
        "pool_desk_adjust",
        role="loket",
        find=first_link("/loket/profielen/", "main .kw-table a"),
    ),
    PageCase(
        "pool_desk_conflicts",
        role="loket",
        find=lambda page: (
            f"{first_link('/loket/profielen/', 'main .kw-table a')(page)}belangen/?gemeente=arnhem"
        ),
    ),
    PageCase("nominate", "/pool/voordragen/"),
    PageCase("nomination_link_ended", "/pool/toestemming/geen/", status=404),
    PageCase("merge_link_ended", "/pool/samenvoegen/geen/", status=404),
    PageCase("own_organisation", "/mijn/profiel/organisatie/", role="deskundige"),
    PageCase("pool_import", "/pool/inlezen/", role="loket"),
    PageCase("pool_import_detail", role="loket", find=sent_list),
    PageCase("call_closed", role="loket", find=closed_call, status=410),
    PageCase("doubles", "/loket/dubbel/", role="loket"),
    PageCase("offers", "/pool/organisaties/"),
    PageCase("organisation", "/organisatie/", role="organisatie"),
    PageCase("organisation_bring", "/organisatie/voordragen/", role="organisatie"),
    PageCase("organisation_offer", "/organisatie/aanbod/aedes/wonen/", role="organisatie"),
    PageCase(
        "organisation_person", role="organisatie", find=first_link("/organisatie/", ".kw-card__title a")
    ),
    PageCase("vetting_list", "/loket/voordrachten/", role="loket"),
    PageCase("consent_give", "/mijn/profiel/toestemming/", role="deskundige"),
    PageCase("own_section", "/mijn/profiel/deel/werk/", role="deskundige"),
    PageCase("own_evidence", "/mijn/profiel/bewijs/", role="deskundige"),
    PageCase("own_evidence_new", "/mijn/profiel/bewijs/nieuw/", role="deskundige"),
    PageCase("pauses", "/mijn/profiel/pauze/", role="deskundige"),
    PageCase("erase", "/mijn/profiel/wissen/", role="deskundige"),
    PageCase("pool_grid", "/pool/rooster/", role="loket"),
    PageCase("call_start", "/pool/rooster/bestuurlijk/integreren/", role="loket"),
    PageCase("own_conflicts", "/mijn/profiel/belangen/", role="deskundige"),
]

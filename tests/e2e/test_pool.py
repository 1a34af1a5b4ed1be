"""The way of a person through the pool in a browser: coming in, being away, leaving and coming back, going for good; and an
organisation that keeps its people. Each test uses somebody of its own, so that they do not wait for each other."""

import re
import subprocess
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.e2e.preparing import PASSWORD, manage

PHONE = {"width": 390, "height": 844}
LINK_OF = "from krachtwijken.core.outbox.models import MailMessage as M; print(M.objects.filter(to={to!r}).latest('pk').body)"
EXPERT = """
from django.utils import timezone
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.roles import grant_role
user = User.objects.create_user({email!r}, {password!r}, name="Voorbeeld")
grant_role(user=user, role=Role.EXPERT, actor=None)
ExpertProfile.objects.create(
    user=user, title={title!r}, slug={slug!r}, summary="Kort.", about="Lang.", days_per_month=2, visibility="openbaar",
    consent_until=timezone.localdate().replace(year=2098),
)
"""


def shell(var: Path, code: str) -> str:
    process = manage(var, "shell", "-c", code, stdout=subprocess.PIPE)
    out, _ = process.communicate(timeout=90)
    assert process.returncode == 0
    return out.decode()


def link_in_mail(var: Path, to: str, path: str) -> str:
    found = re.search(rf"https?://[^/\s]+({path}\S+)", shell(var, LINK_OF.format(to=to)))
    assert found
    return found.group(1)


def make_expert(var: Path, slug: str) -> tuple[str, str]:
    email, title = f"{slug}@example.org", slug.replace("-", " ").capitalize()
    shell(var, EXPERT.format(email=email, password=PASSWORD, title=title, slug=slug))
    return email.partition("@")[0], title


def new_page(browser: Browser, site: str) -> Page:
    return browser.new_context(base_url=site, viewport=PHONE).new_page()


def log_in_on(page: Page, who: str) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(f"{who}@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/mijn/"))


def vet(page: Page, title: str) -> None:
    page.goto("/loket/voordrachten/")
    page.get_by_role("link", name=title).click()
    page.get_by_label("Toelaten", exact=True).check()
    page.get_by_label("Waarom?").fill("Sterk in de wijk.")
    page.get_by_label(re.compile("Ik heb geen belang")).check()
    page.get_by_role("button", name="Bewaar uw oordeel").click()
    expect(page.locator(".kw-alert--success")).to_be_visible()


def test_from_nomination_over_two_verdicts_to_reconfirming(
    browser: Browser, site: str, prepared_var: Path
) -> None:
    visitor, to = new_page(browser, site), "wijkmanager@bureau-de-brug.nl"
    visitor.goto("/pool/voordragen/")
    visitor.get_by_label("Iemand met wie ik werk").check()
    visitor.get_by_label("Functie").fill("Wijkmanager met geduld")
    visitor.get_by_label("E-mailadres").fill(to)
    visitor.get_by_label("Waarom past dit bij de pool?").fill("Bracht twee buurten bij elkaar.")
    visitor.get_by_role("button", name="Draag voor").click()
    expect(visitor.locator(".kw-alert--success")).to_contain_text("Wij vragen deze persoon")
    visitor.goto(link_in_mail(prepared_var, to, "/pool/toestemming/"))
    visitor.get_by_label("In het kort: waarbij helpt u?").fill("Brengt rust in een straat.")
    visitor.get_by_label("Uw ervaring").fill("Werkte in vier wijken.")
    for label in ("Procesregie", "Externe deskundige", "Wonen", "Iedereen"):
        visitor.get_by_label(label, exact=True).check()
    visitor.get_by_label("Dagen per maand").fill("2")
    visitor.get_by_label(re.compile("Ja, ik ga akkoord")).check()
    visitor.get_by_role("button", name="Ja, ik wil in de pool").click()
    expect(visitor.locator("h1")).to_have_text("Dank u wel")
    page = "/pool/wijkmanager-met-geduld/"
    answer = visitor.goto(page)
    assert answer is not None
    assert answer.status == 404, "nobody sees it before two people agreed"
    for who in ("loket", "beheer"):
        vetter = new_page(browser, site)
        log_in_on(vetter, who)
        vet(vetter, "Wijkmanager met geduld")
        vetter.context.close()
    visitor.goto(page)
    expect(visitor.locator("h1")).to_have_text("Wijkmanager met geduld")
    key = shell(
        prepared_var,
        "from expertpool.models import ExpertProfile as P; from expertpool.consents.services import make_confirmation as m;"
        "p = P.objects.get(slug='wijkmanager-met-geduld'); print(m(p))",
    ).split()[-1]
    visitor.goto(f"/pool/bevestigen/{key}/")
    visitor.locator("main form button[type=submit]").click()
    expect(visitor.locator("main")).to_contain_text("Dank u wel")
    visitor.context.close()


def test_pause_on_a_phone_shows_and_ends(browser: Browser, site: str, prepared_var: Path) -> None:
    who, _ = make_expert(prepared_var, "iemand-die-pauze-neemt")
    page = new_page(browser, site)
    log_in_on(page, who)
    page.goto("/mijn/profiel/")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("link", name="Neem een pauze").click()
    today = timezone.localdate()
    page.get_by_label("Van").fill(today.isoformat())
    page.get_by_label("Tot en met").fill((today + timedelta(days=9)).isoformat())
    page.get_by_role("button", name="Bewaar de pauze").click()
    expect(page.locator(".kw-alert--success")).to_contain_text("In die tijd vraagt niemand u")
    page.goto(f"/pool/{who}/")
    expect(page.locator("main")).to_contain_text("Nu even niet")
    page.goto("/mijn/profiel/")
    page.get_by_role("button", name=re.compile("Haal weg")).click()
    page.goto(f"/pool/{who}/")
    expect(page.locator("main")).to_contain_text("2 dagen per maand")
    page.context.close()


def test_withdraws_and_comes_back(browser: Browser, site: str, prepared_var: Path) -> None:
    who, title = make_expert(prepared_var, "iemand-die-terugkomt")
    page, visitor = new_page(browser, site), new_page(browser, site)
    log_in_on(page, who)
    page.goto("/mijn/profiel/")
    page.get_by_role("link", name="Trek mijn toestemming in").click()
    page.get_by_role("button", name="Ja, trek mijn toestemming in").click()
    gone = visitor.goto(f"/pool/{who}/")
    assert gone is not None
    assert gone.status == 404
    page.get_by_role("link", name="Geef toestemming en word weer gevonden").click()
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".kw-alert--success")).to_contain_text("Welkom terug")
    visitor.goto(f"/pool/{who}/")
    expect(visitor.locator("h1")).to_have_text(title)
    page.context.close()
    visitor.context.close()


def test_erases_everything_and_reads_so(browser: Browser, site: str, prepared_var: Path) -> None:
    who, _ = make_expert(prepared_var, "iemand-die-weggaat")
    page = new_page(browser, site)
    log_in_on(page, who)
    page.goto("/mijn/profiel/")
    page.get_by_role("link", name="Wis alles").click()
    page.get_by_role("button", name="Ja, wis alles").click()
    expect(page.locator(".kw-alert--success")).to_contain_text("is gewist")
    page.get_by_role("link", name="Uw profiel").click()
    expect(page.locator("h1")).to_have_text("U hebt geen profiel")
    gone = page.goto(f"/pool/{who}/")
    assert gone is not None
    assert gone.status == 404
    page.context.close()


def test_second_tab_puts_nothing_back(browser: Browser, site: str, prepared_var: Path) -> None:
    who, _ = make_expert(prepared_var, "iemand-met-twee-tabbladen")
    first = new_page(browser, site)
    log_in_on(first, who)
    second = first.context.new_page()
    for page in (first, second):
        page.goto("/mijn/profiel/")
    first.get_by_label("Wie dit profiel ziet").select_option(
        label="Alleen het loket, de accountmanagers en beheer"
    )
    first.get_by_role("button", name="Bewaar", exact=True).click()
    expect(first.locator(".kw-alert--success")).to_contain_text("bewaard")
    second.get_by_label("In het kort").fill("Een nieuwe zin.")
    second.get_by_role("button", name="Bewaar", exact=True).click()
    expect(second.locator(".kw-error-summary")).to_contain_text("veranderd in een ander venster")
    expect(second.get_by_label("In het kort")).to_have_value("Een nieuwe zin.")
    first.context.close()


def test_organisation_keeps_its_people(browser: Browser, site: str, prepared_var: Path) -> None:
    who, title = make_expert(prepared_var, "iemand-van-een-corporatie")
    person, office = new_page(browser, site), new_page(browser, site)
    log_in_on(person, who)
    person.goto("/mijn/profiel/organisatie/")
    person.get_by_label("Uw organisatie").select_option(label="Aedes")
    person.get_by_role("button", name="Bewaar").click()
    log_in_on(office, "organisatie")
    office.get_by_role("link", name="Uw organisatie").click()
    office.get_by_role("link", name=title).click()
    expect(office.locator("main")).not_to_contain_text(f"{who}@example.org")
    office.get_by_role("link", name=re.compile("Waar deze persoon sterk in is")).click()
    office.get_by_label("Partijen verbinden").select_option("3")
    office.get_by_role("button", name="Bewaar").click()
    office.get_by_role("link", name="Bekijk en wijzig").click()
    office.get_by_role("link", name="Voeg iets toe").click()
    office.get_by_label("Praktijk", exact=True).check()
    office.get_by_label("Titel").fill("Leeg winkelpand werd buurtkamer")
    office.get_by_label("Wat deed deze persoon, en wat kwam eruit?").fill("Regelde de sleutel en de huur.")
    office.get_by_label("Partijen verbinden").check()
    office.get_by_role("button", name="Bewaar").click()
    expect(office.locator("main")).to_contain_text("Leeg winkelpand werd buurtkamer")
    person.goto(f"/pool/{who}/")
    expect(person.locator("main")).to_contain_text("Blijkt uit: Leeg winkelpand werd buurtkamer")
    assert "Aedes" in shell(prepared_var, LINK_OF.format(to=f"{who}@example.org"))
    person.goto("/mijn/profiel/organisatie/")
    person.get_by_label("Uw organisatie").select_option("")
    person.get_by_role("button", name="Bewaar").click()
    office.goto("/organisatie/")
    expect(office.locator("main")).not_to_contain_text(title)
    person.context.close()
    office.context.close()

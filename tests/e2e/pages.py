"""Every template of the platform, as an address and the role that sees it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import Page

from tests.e2e.conftest import PASSWORD

PROBLEM = (
    "In onze wijk staan jongeren tot laat op straat rond het winkelcentrum. Bewoners durven er 's avonds niet langs. "
    "De wijkagent wisselt steeds en het jongerenwerk is om zes uur dicht. Veel van deze jongens zitten zonder school "
    "of werk thuis. Hun ouders spreken weinig Nederlands en vinden de weg naar hulp niet."
)


@dataclass(frozen=True)
class PageCase:
    """`find` walks to a page whose address is not known beforehand and gives its path."""

    name: str
    path: str = ""
    role: str = ""
    status: int = 200
    find: Callable[[Page], str] | None = None


# A request that still runs, in the table of the gemeente.
WITHDRAWABLE = "tr:has(.kw-tag--status-ingediend) a, tr:has(.kw-tag--status-in_behandeling) a"


def of_state(start: str, state: str, tail: str = "", *, place: int = 0) -> Callable[[Page], str]:
    """The request in this state at a place of a list, the newest first, or a page below it."""

    def find(page: Page) -> str:
        row = f"tr:has(.kw-tag--status-{state}) a"
        return f"{first_link(start, row, place)(page)}{tail}"

    return find


def beside(state: str, part: str) -> Callable[[Page], str]:
    """A page that both sides share, of a request of the gemeente that is logged in."""

    def find(page: Page) -> str:
        reference = of_state("/mijn/verzoeken/", state)(page).strip("/").split("/")[-1]
        return f"/loket/verzoek/{reference}/{part}/"

    return find


def first_link(start: str, selector: str, place: int = 0) -> Callable[[Page], str]:
    def find(page: Page) -> str:
        page.goto(start)
        address = page.locator(selector).nth(place).get_attribute("href")
        assert address
        return address

    return find


def ask(page: Page) -> str:
    """Paste a problem and come out on its package."""
    page.goto("/antwoord/")
    page.locator("main textarea[name=text]").fill(PROBLEM)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/antwoord/*/")
    return page.url


def answer_appendix(page: Page) -> str:
    return f"{ask(page)}bijlage/"


def compare(page: Page) -> str:
    """Three cases side by side, with the first conditions ticked."""
    page.goto("/kennis/")
    keys = page.locator(".kw-keep-form input[name=page]").evaluate_all("rows => rows.map(row => row.value)")
    page.goto("/vergelijken/?" + "&".join(f"p={key}" for key in keys[:3]))
    page.locator("input[name=v]").first.check()
    page.locator("button[form=vinkjes]").click()
    page.wait_for_url("**v=*")
    return page.url


def keep(page: Page) -> str:
    """A list of two cases, one with a note."""
    page.goto("/kennis/")
    for _ in range(2):
        page.locator(".kw-keep-form button").first.click()
        page.wait_for_load_state()
    page.goto("/lijst/")
    page.locator("textarea").first.fill("Past dit bij onze flats?")
    page.locator("button[value=bewaar]").first.click()
    page.locator(".kw-alert--success").wait_for()
    return page.url


def appendix(page: Page) -> str:
    return f"{keep(page)}bijlage/"


def saved(tail: str) -> Callable[[Page], str]:
    """Save a search as the gemeente that is logged in, and go to one of its pages."""

    def find(page: Page) -> str:
        page.goto("/mijn/zoekvragen/nieuw/?q=jongeren+op+straat&thema=veiligheid")
        page.get_by_role("button", name="Bewaar").click()
        page.wait_for_url("**/mijn/zoekvragen/")
        address = page.locator(".kw-card__title a").first.get_attribute("href")
        assert address
        return address + tail

    return find


def begun(tail: str = "") -> Callable[[Page], str]:
    """A request that was begun and left, as the gemeente that is logged in; `tail` picks a link of the list of drafts."""

    def find(page: Page) -> str:
        page.goto("/loket/aanvraag/")
        again = page.get_by_role("link", name="Begin een nieuwe aanvraag")
        if again.count():
            again.click()
        page.get_by_label("Het probleem").fill(PROBLEM)
        page.get_by_role("button", name="Stop, ik ga later verder").click()
        page.wait_for_url("**/mijn/verzoeken/")
        if not tail:
            return "/loket/aanvraag/"
        address = page.locator(f"a[href*='{tail}']").first.get_attribute("href")
        assert address
        return address

    return find


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
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Bekijk de lijst").click()
    page.wait_for_url(re.compile(r"/pool/inlezen/\d+/"))
    return page.url


def step_of_a_draft(page: Page) -> str:
    """A later page of the wizard: it has a way back too."""
    begun()(page)
    page.goto("/loket/aanvraag/doel/")
    return page.url


def page_of_a_draft(name: str, kind: str = "") -> Callable[[Page], str]:
    """A page of the wizard of a draft with a problem, and with this kind when there is one."""

    def find(page: Page) -> str:
        address = begun("/controle/")(page).replace("/controle/", f"/{name}/")
        if kind:
            page.goto(address.replace(f"/{name}/", "/soort/"))
            page.locator(f"input[name=kind][value={kind}]").check()
            page.get_by_role("button", name="Ga verder").click()
        return address

    return find


def merge_confirm(page: Page) -> str:
    """What goes where, before two requests become one. It answers to a form, so it is filled in by somebody whose session
    ended, and stands there again after the login."""
    page.goto("/loket/werkvoorraad/")
    rows = page.locator("tr:has(.kw-tag--status-ingediend) a[href*='/loket/werkvoorraad/KW']")
    for address in rows.evaluate_all("rows => rows.map(row => row.getAttribute('href'))"):
        path = f"{address}samenvoegen/"
        page.goto(path)
        if page.locator("main input[name=into]").count():
            break
    page.locator("main input[name=into]").first.check()
    page.get_by_label("Waarom is het hetzelfde?").fill("Beide gaan over dezelfde straat.")
    page.context.clear_cookies(name="sessionid")
    page.locator("main form button[type=submit]").first.click()
    page.locator("input[name=login]").fill("loket@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("button", name="Ja, voeg samen").wait_for()
    return path


def joint_session(page: Page) -> str:
    """Of the gemeente that is logged in, planned by the loket in a browser of its own."""
    page.goto("/mijn/verzoeken/")
    reference = page.locator(WITHDRAWABLE).first.inner_text()
    assert page.context.browser
    desk = page.context.browser.new_context(base_url=page.url.split("/mijn/")[0]).new_page()
    desk.goto("/accounts/login/")
    desk.locator("input[name=login]").fill("loket@example.org")
    desk.locator("input[name=password]").fill(PASSWORD)
    desk.locator("main form button[type=submit]").first.click()
    desk.wait_for_url(re.compile(r"/mijn/"))
    desk.goto("/loket/werkvoorraad/")
    other = desk.locator(
        "main tr:not(:has-text('Arnhem')) a[href*='/loket/werkvoorraad/KW']"
    ).first.inner_text()
    desk.goto(f"/loket/werkvoorraad/{reference}/verband/")
    if not desk.get_by_label("Bericht aan alle gemeenten").count():
        desk.get_by_label("Kenmerk van het andere verzoek").fill(other)
        desk.get_by_label("Waar gaat de gezamenlijke vraag over?").fill("Rust op straat")
        desk.get_by_role("button", name="Koppel").click()
    desk.get_by_label("Bericht aan alle gemeenten").fill("Wij vergelijken wat in elke wijk werkte.")
    desk.get_by_label("Dag van de sessie").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    desk.get_by_label("Tijd van de sessie").fill("14:30")
    desk.get_by_label("Plaats of link").fill("https://overleg.example.org/kamer")
    desk.get_by_role("button", name="Bewaar en mail de gemeenten").click()
    desk.get_by_text("Het bericht is bewaard.").wait_for()
    desk.context.close()
    return f"/mijn/verzoeken/{reference}/sessie/"


def linked_request(page: Page) -> str:
    """The question before a request is taken out of a joint question."""
    path = parts("verband/")(page)
    page.goto("/loket/werkvoorraad/")
    references = page.locator("main a[href*='/loket/werkvoorraad/KW']").all_inner_texts()
    page.goto(path)
    if not page.get_by_label("Bericht aan alle gemeenten").count():
        other = next(reference for reference in references if reference not in path)
        page.get_by_label("Kenmerk van het andere verzoek").fill(other)
        page.get_by_label("Waar gaat de gezamenlijke vraag over?").fill("Rust op straat")
        page.get_by_role("button", name="Koppel").click()
        page.get_by_label("Bericht aan alle gemeenten").wait_for()
    return f"{path}los/"


SHARED_TEXT = (
    "Buurtkamer\n\nAanleiding\nOuderen zaten alleen.\n\nKader\nDe Wmo.\n\nDoel\nElke week iemand spreken."
)


def contribution(path: str) -> Callable[[Page], str]:
    """A draft from a pasted text, of the gemeente that is logged in; then the page with this path."""

    def find(page: Page) -> str:
        page.goto("/kennis/delen/bestand/tekst/")
        page.locator("textarea[name=text]").fill(SHARED_TEXT)
        page.get_by_role("button", name="Verdeel de tekst").click()
        page.wait_for_url("**/controle/**")
        return page.url.replace("/kennis/delen/controle/", path)

    return find


# A request in the work list that people were invited for; each row of its table is one of them.
INVITED = "main tr:has-text('Klarendal') a"
IN_MISSION = "main tr:has-text('Velve-Lindenhof') a"


def invited(who: str, tail: str = "", start: str = INVITED) -> Callable[[Page], str]:
    """The page of an invitation, as the loket that is logged in."""

    def find(page: Page) -> str:
        page.goto(first_link("/loket/werkvoorraad/?stand=alles", start)(page))
        address = page.locator(".kw-table a", has_text=who).first.get_attribute("href")
        assert address
        return address + tail

    return find


def invite(page: Page) -> str:
    """The form for somebody who is full, which has every field."""
    return f"{first_link('/loket/werkvoorraad/?stand=alles', INVITED)(page)}uitnodigen/aanjager-wijkaanpak/"


def parts(tail: str = "deelvragen/") -> Callable[[Page], str]:
    """Of the request that is divided over centres."""
    return of_state("/loket/werkvoorraad/?stand=in_behandeling&eigenaar=mij", "in_behandeling", tail)


def part_of(centre: str) -> Callable[[Page], str]:
    def find(page: Page) -> str:
        page.goto(parts()(page))
        address = page.locator("main h3 a", has_text=centre).first.get_attribute("href")
        assert address
        return address

    return find


def gather(page: Page) -> str:
    """The page of the one answer, once nothing waits any more."""
    page.goto(part_of("Movisie")(page))
    if page.get_by_role("button", name="Trek deze deelvraag in").count():
        page.get_by_role("button", name="Trek deze deelvraag in").click()
        page.get_by_role("button", name="Ja, trek in").click()
    return parts("antwoord/")(page)


def report_of_rule(page: Page) -> str:
    return first_link("/loket/regels/", "main a[href$='/regel/']")(page)


def rule_dossier(page: Page) -> str:
    """Made of the first report that has none, or the one that is there."""
    page.goto("/loket/regels/")
    if not page.locator("main .kw-card__title a").count():
        page.goto(report_of_rule(page))
        page.get_by_label("Wat blokkeert de regel?").fill("Jongeren wachten vier weken op hulp.")
        page.get_by_role("button", name="Maak het dossier").click()
        return page.url
    return first_link("/loket/regels/", "main .kw-card__title a")(page)


def link_for(who: str) -> Callable[[Page], str]:
    """The page without login, of somebody who has no account."""

    def find(page: Page) -> str:
        page.goto(invited(who)(page))
        address = page.locator(".kw-callout a").get_attribute("href")
        assert address
        return urlsplit(address).path

    return find


def team(state: str, tail: str = "") -> Callable[[Page], str]:
    """The page of a team in this state, as the loket that is logged in."""

    def find(page: Page) -> str:
        page.goto("/loket/werkvoorraad/?stand=alles&soort=adoptieteam")
        rows = page.locator("main tr a[href*='/loket/werkvoorraad/KW']")
        addresses = rows.evaluate_all("rows => rows.map(row => row.getAttribute('href'))")
        for address in addresses:
            path = f"/loket/verzoek/{address.strip('/').split('/')[-1]}/adoptieteam/"
            page.goto(path)
            if page.locator(f"main .kw-tag--status-{state}").count():
                return f"{path}{tail}"
        raise AssertionError(f"no team is {state}")

    return find


def blockade(tail: str = "") -> Callable[[Page], str]:
    """A blockade that stands still, or what broke it."""

    def find(page: Page) -> str:
        page.goto(team("samenstellen")(page))
        address = page.locator("main a", has_text=re.compile("^Verander:")).first.get_attribute("href")
        assert address
        return address + tail

    return find


PAGES = [
    PageCase("home", "/"),
    PageCase("cases", "/kennis/"),
    PageCase("cases_filtered", "/kennis/?thema=wonen&status=gestopt"),
    PageCase("cases_none", "/kennis/?gemeente=bestaat-niet"),
    PageCase("practice", find=first_link("/kennis/?soort=practice", ".kw-card__title a")),
    PageCase("experiment", find=first_link("/kennis/?soort=experiment", ".kw-card__title a")),
    PageCase("practice_attachments", "/kennis/jongerenwerker-en-wijkagent-lopen-samen-de-avondronde/"),
    PageCase("schemes", "/kennis/regelingen/"),
    PageCase("scheme", "/kennis/regelingen/wet-bibob/"),
    PageCase("problems", "/kennis/problemen/"),
    PageCase("problem", find=first_link("/kennis/problemen/", "main .kw-problems a")),
    PageCase("link_report", "/mijn/bronnen/", role="redactie"),
    PageCase("theme", "/kennis/themas/wonen/"),
    PageCase("gap_map", "/kennis/bewijskaart/"),
    PageCase("problem_map", "/kennis/bewijskaart/problemen/"),
    PageCase("compare", find=compare),
    PageCase(
        "fit",
        find=first_link(
            "/kennis/jongerenwerker-en-wijkagent-lopen-samen-de-avondronde/", "a[href*=past-dit]"
        ),
    ),
    PageCase("compare_none", "/vergelijken/?p=0"),
    PageCase("shortlist_empty", "/lijst/"),
    PageCase("shortlist", find=keep),
    PageCase("shortlist_appendix", find=appendix),
    PageCase("shortlist_gone", "/lijst/bestaat-niet/", status=404),
    PageCase("shortlists", "/mijn/lijsten/", role="gemeente"),
    PageCase("wijken", "/wijken/"),
    PageCase("wijk", find=first_link("/wijken/", "main .kw-columns a")),
    PageCase("centres", "/kenniscentra/"),
    PageCase("centre", find=first_link("/kenniscentra/", ".kw-card__title a")),
    PageCase("about", "/over-krachtwijken/"),
    PageCase("search_empty", "/zoeken/"),
    PageCase("search_found", "/zoeken/?q=jongeren+op+straat"),
    PageCase(
        "search_filtered",
        "/zoeken/?q=jongeren&soort=case&thema=veiligheid&gemeente=rotterdam&van=2010&sorteer=nieuw",
    ),
    PageCase("search_bad_year", "/zoeken/?q=jongeren&van=20x5"),
    PageCase("search_dead_end", "/zoeken/?q=schulden&thema=werken&status=gestopt&bewijs=3c"),
    PageCase("search_alike", "/zoeken/?q=jongeren&lijkt_op=arnhem-klarendal"),
    PageCase("search_vague", "/zoeken/?q=de+het+een"),
    PageCase("search_similar", find=first_link("/zoeken/?q=jongeren&soort=case", ".kw-hit__more")),
    PageCase("search_documents", "/zoeken/?q=ronde+regen+windkracht&soort=document"),
    PageCase("search_meant", "/zoeken/?q=wijkagemt"),
    PageCase("search_nothing", "/zoeken/?q=qqqqxxzz"),
    PageCase("asked", "/zoeken/gevraagd/"),
    PageCase("saved_searches", "/mijn/zoekvragen/", role="gemeente"),
    PageCase("saved_new", "/mijn/zoekvragen/nieuw/?q=jongeren+op+straat&thema=wonen", role="gemeente"),
    PageCase("saved_new_problem", "/mijn/zoekvragen/nieuw/", role="gemeente"),
    PageCase("saved_one", role="gemeente", find=saved("")),
    PageCase("saved_edit", role="gemeente", find=saved("wijzigen/")),
    PageCase("saved_delete", role="gemeente", find=saved("weggooien/")),
    PageCase("saved_list_filled", role="gemeente", find=saved("../")),
    PageCase("answer_form", "/antwoord/"),
    PageCase("answer", find=ask),
    PageCase("answer_appendix", find=answer_appendix),
    PageCase("pool", "/pool/"),
    PageCase("profile", find=first_link("/pool/", ".kw-card__title a")),
    PageCase("desk", "/loket/"),
    PageCase("bottlenecks", "/loket/knelpunten/"),
    PageCase("login", "/accounts/login/"),
    PageCase("password_reset", "/accounts/password/reset/"),
    PageCase("signup_closed", "/accounts/signup/"),
    PageCase("not_found", "/bestaat-niet/", status=404),
    PageCase("forbidden", "/loket/werkvoorraad/", role="gemeente", status=403),
    PageCase("mine", "/mijn/", role="gemeente"),
    PageCase("own_requests", "/mijn/verzoeken/", role="gemeente"),
    PageCase(
        "own_request",
        role="gemeente",
        find=first_link("/mijn/verzoeken/", "main a[href^='/mijn/verzoeken/KW']"),
    ),
    PageCase("wizard", "/loket/aanvraag/wijk/?concept=nieuw", role="gemeente"),
    PageCase("wizard_step", role="gemeente", find=step_of_a_draft),
    PageCase("wizard_known", role="gemeente", find=page_of_a_draft("bekend")),
    PageCase("wizard_kind", role="gemeente", find=page_of_a_draft("soort")),
    PageCase("wizard_questions", role="gemeente", find=page_of_a_draft("vragen", "adoptieteam")),
    PageCase("wizard_boxes", role="gemeente", find=page_of_a_draft("vragen", "knelpuntenpot_verkenning")),
    PageCase("wizard_limits", role="gemeente", find=page_of_a_draft("rekening")),
    PageCase("wizard_contact", role="gemeente", find=page_of_a_draft("contact")),
    PageCase("wizard_files", role="gemeente", find=page_of_a_draft("bijlagen")),
    PageCase("wizard_drafts", role="gemeente", find=begun()),
    PageCase("draft_delete", role="gemeente", find=begun("weggooien")),
    PageCase("own_requests_drafts", role="gemeente", find=lambda page: begun()(page) and "/mijn/verzoeken/"),
    PageCase(
        "request_withdraw",
        role="gemeente",
        find=lambda page: f"{first_link('/mijn/verzoeken/', WITHDRAWABLE)(page)}intrekken/",
    ),
    PageCase("proposal", role="gemeente", find=of_state("/mijn/verzoeken/", "voorgesteld")),
    PageCase(
        "proposal_answer", role="gemeente", find=of_state("/mijn/verzoeken/", "voorgesteld", "voorstel/")
    ),
    PageCase(
        "proposal_make",
        role="loket",
        find=of_state("/loket/werkvoorraad/?stand=in_behandeling", "in_behandeling", "voorstel/"),
    ),
    PageCase("thread", role="gemeente", find=beside("in_uitvoering", "gesprek")),
    PageCase("thread_link_gone", "/gesprek/bestaat-niet/", status=404),
    PageCase("aside_link_gone", "/gesprek-met-loket/bestaat-niet/", status=404),
    PageCase("promises", role="gemeente", find=beside("in_uitvoering", "toezeggingen")),
    PageCase("request_close", role="gemeente", find=beside("in_uitvoering", "afronden")),
    PageCase("request_closed", role="gemeente", find=of_state("/mijn/verzoeken/", "afgerond")),
    # Of the oldest: what a journey closed today is not asked about yet.
    PageCase(
        "follow_up", role="gemeente", find=of_state("/mijn/verzoeken/", "afgerond", "nazorg/6/", place=-1)
    ),
    PageCase("not_helped", role="gemeente3", find=of_state("/mijn/verzoeken/", "beantwoord", "hielp-niet/")),
    PageCase("joint_session", role="gemeente", find=joint_session),
    PageCase("sharing", "/kennis/delen/"),
    PageCase("sharing_new", "/kennis/delen/nieuw/", role="gemeente"),
    PageCase("sharing_text", "/kennis/delen/bestand/tekst/", role="gemeente"),
    PageCase("sharing_step", role="gemeente", find=contribution("/kennis/delen/stap/probleem/")),
    PageCase("sharing_labels", role="gemeente", find=contribution("/kennis/delen/stap/onderwerp/")),
    PageCase("sharing_rest", role="gemeente", find=contribution("/kennis/delen/rest/")),
    PageCase("sharing_files", role="gemeente", find=contribution("/kennis/delen/bestand/bijlagen/")),
    PageCase("sharing_check", role="gemeente", find=contribution("/kennis/delen/controle/")),
    PageCase("sharing_own", role="gemeente", find=lambda page: contribution("")(page) and "/mijn/bijdragen/"),
    PageCase("report_approach", "/kennis/melden/"),
    PageCase(
        "report_doubt",
        find=first_link(
            "/kennis/jongerenwerker-en-wijkagent-lopen-samen-de-avondronde/", "a[href*=klopt-dit-nog]"
        ),
    ),
    PageCase(
        "report_replication",
        find=first_link(
            "/kennis/jongerenwerker-en-wijkagent-lopen-samen-de-avondronde/", "a[href*=overname-melden]"
        ),
    ),
    PageCase("validity", "/mijn/geldigheid/", role="redactie"),
    PageCase("reports", "/mijn/meldingen/", role="redactie"),
    PageCase("consent_withdraw", "/mijn/profiel/intrekken/", role="deskundige"),
    PageCase("own_profile", "/mijn/profiel/", role="deskundige"),
    PageCase("work_list", "/loket/werkvoorraad/", role="loket"),
    PageCase(
        "request",
        role="loket",
        find=first_link("/loket/werkvoorraad/", "main a[href^='/loket/werkvoorraad/KW']"),
    ),
    PageCase("work_list_late", "/loket/werkvoorraad/?stand=te-laat&soort=topdog&eigenaar=mij", role="loket"),
    PageCase(
        "request_kind",
        role="loket",
        find=lambda page: (
            first_link("/loket/werkvoorraad/", "main a[href^='/loket/werkvoorraad/KW']")(page) + "soort/"
        ),
    ),
    PageCase("invite", role="loket", find=invite),
    PageCase("post", "/loket/post/", role="loket"),
    PageCase("post_mail", role="loket", find=first_link("/loket/post/", ".kw-card__title a")),
    PageCase(
        "recall",
        role="loket",
        find=of_state("/loket/werkvoorraad/?stand=voorgesteld", "voorgesteld", "terughalen/"),
    ),
    PageCase("merge", role="loket", find=of_state("/loket/werkvoorraad/", "ingediend", "samenvoegen/")),
    PageCase("merge_confirm", role="loket", find=merge_confirm),
    PageCase("rules", "/loket/regels/", role="loket"),
    PageCase("rule_of_request", role="loket", find=report_of_rule),
    PageCase("rule", role="loket", find=rule_dossier),
    PageCase("joint", role="loket", find=parts("verband/")),
    PageCase("unlink", role="loket", find=linked_request),
    PageCase("parts", role="loket", find=parts()),
    PageCase("assign_owner", role="loket", find=parts("eigenaar/")),
    PageCase("desk_part", role="loket", find=part_of("Platform31")),
    PageCase("own_parts", "/mijn/deelvragen/", role="kenniscentrum"),
    PageCase("desk_part_aside", role="loket", find=lambda page: f"{part_of('Platform31')(page)}gesprek/"),
    PageCase(
        "own_part",
        role="kenniscentrum",
        find=first_link("/mijn/deelvragen/", "main a[href^='/mijn/deelvragen/']"),
    ),
    PageCase("one_answer", role="loket", find=gather),
    PageCase("invite_for", "/loket/uitnodigen/aanjager-wijkaanpak/", role="loket"),
    PageCase("desk_invitation", role="loket", find=invited("Onderhandelaar")),
    PageCase("desk_invitation_aside", role="loket", find=invited("Onderhandelaar", "gesprek/")),
    PageCase("desk_mission", role="loket", find=invited("Aanjager", start=IN_MISSION)),
    PageCase("invitation_withdraw", role="loket", find=invited("Onderhandelaar", "intrekken/")),
    PageCase("invitation_link", role="loket", find=link_for("Oud-korpschef")),
    PageCase("invitations", "/mijn/uitnodigingen/", role="deskundige"),
    PageCase(
        "invitation",
        role="deskundige",
        find=first_link("/mijn/uitnodigingen/", "main a[href^='/mijn/uitnodigingen/']"),
    ),
    PageCase(
        "mission",
        role="deskundige",
        find=first_link("/mijn/uitnodigingen/", "main a[href^='/mijn/opdrachten/']"),
    ),
    PageCase("team_forming", role="loket", find=team("samenstellen")),
    PageCase("team_change", role="loket", find=team("samenstellen", "wijzigen/")),
    PageCase("team_member", role="loket", find=team("samenstellen", "lid/")),
    PageCase("team_blockade", role="loket", find=team("samenstellen", "blokkade/")),
    PageCase("team_blockade_change", role="loket", find=blockade()),
    PageCase("team_breakthrough", role="loket", find=blockade("doorbraak/")),
    PageCase("team_ended", role="loket", find=team("afgerond")),
    PageCase("team_lessons", role="loket", find=team("afgerond", "lessen/")),
    PageCase("public_teams", "/adoptieteams/"),
    PageCase("public_team", find=first_link("/adoptieteams/", "main .kw-card a")),
    PageCase("couplings", "/koppelingen/"),
    PageCase("coupling", role="loket", find=first_link("/koppelingen/", "main .kw-table a")),
    PageCase("coupling_new", "/loket/koppelingen/nieuw/", role="loket"),
    PageCase("figures", "/loket/cijfers/", role="loket"),
    PageCase("help", "/hulp/"),
    PageCase("help_chapter", "/hulp/gemeente/"),
    PageCase("help_task", "/hulp/gemeente/hulp-vragen/"),
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
    PageCase("apply", "/account-aanvragen/"),
    PageCase("application_ended", "/account-aanvragen/onbekend/", status=404),
    PageCase("applications", "/loket/accounts/", role="loket"),
    PageCase("application_detail", role="loket", find=first_link("/loket/accounts/", "main table a")),
    PageCase("second_factor", "/accounts/2fa/", role="beheer"),
    PageCase("password_change", "/accounts/password/change/", role="beheer"),
    PageCase("sessions", "/accounts/sessions/", role="beheer"),
]

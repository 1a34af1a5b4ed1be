"""Invitations, missions, adoptieteams and couplings; cases that who helped reads."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.e2e.pages.case import HELPER, PageCase, first_link

# A request in the work list that people were invited for; each row of its table is one of them.
INVITED = "main tr:has-text('Klarendal') a"
# A case that an expert with an account and a centre read, and one of somebody without an account (`filling.py`).
READ, BY_HAND = "/mijn/meelezen/1/", "/mijn/meelezen/2/"
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


def case_link(page: Page) -> str:
    """The page without login of a case that somebody without an account reads."""
    return urlsplit(first_link(BY_HAND, ".kw-callout a[href*='/meelezen/']")(page)).path


def stop_mission(page: Page) -> str:
    """The page that asks first, of a mission that runs."""
    card = "main .kw-card:has(.kw-tag--status-loopt) a"
    return f"{first_link('/mijn/uitnodigingen/', card)(page)}stoppen/"


PAGES = [
    PageCase("invite", role="loket", find=invite),
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
    PageCase("mission_stop", role="deskundige", find=stop_mission),
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
    PageCase("read_case", READ, role=HELPER),
    PageCase("read_case_desk", READ, role="loket"),
    PageCase("read_case_by_hand", BY_HAND, role="loket"),
    PageCase("write_case_word", role="loket", find=first_link(BY_HAND, "main a[href*='/opschrijven/']")),
    PageCase("case_link", role="loket", find=case_link),
]

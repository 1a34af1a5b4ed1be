"""Two windows on one thing of the loket: the second does not put back what the first changed, and loses nothing typed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from matching.blocking.models import BlockingRule
from matching.blocking.services import add_report, answer_rule, start_rule
from matching.conversation.enums import PromiseState
from matching.conversation.services.promises import add_promise, settle_promise
from matching.couplings.services import add_visit
from matching.joint.services import link_request
from matching.parts.services.answering import answer_part
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_taken_request
from tests.factories.parts import make_member, make_part
from tests.factories.requests import make_asker, make_request
from tests.factories.teams import ASSIGNMENT, make_ended_team, make_forming, make_running_team
from tests.matching.test_bottlenecks import PLACES, report
from tests.matching.test_couplings import PURPOSE, make_coupling

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree", "search_index", "nothing_stated")]
TODAY = timezone.localdate()


@dataclass(frozen=True)
class Tab:
    """A page, what somebody sends from it, and the field of which two windows differ."""

    address: str
    sent: dict[str, Any]
    field: str
    first: Any
    second: Any
    form: str = "form"
    told: str = ""


def rule_of_two() -> BlockingRule:
    one, two = report(PLACES[0], "Participatiewet"), report(PLACES[1], "Participatiewet")
    desk = UserFactory(role="loket")
    rule = start_rule(request=one, actor=desk, name="Participatiewet", article="7", what="Zoektijd.")
    add_report(rule=rule, request=two, actor=desk)
    return rule


def rule() -> Tab:
    sent = {"doe": "bewaar", "name": "Participatiewet", "article": "7", "what": "Zoektijd.", "route": "",
            "department": "", "state": "gemeld"}  # fmt: skip
    return Tab(
        rule_of_two().get_absolute_url(), sent, "state", "geduid", "opgelost", "rule_form", "Uitgezocht"
    )


def coupling() -> Tab:
    sent = {"kind": "bewindspersoon", "function": "minister voor Wonen", "name": "", "purpose": PURPOSE,
            "starts_on": "2026-01-05", "ends_on": ""}  # fmt: skip
    address = f"{make_coupling().get_absolute_url()}wijzigen/"
    return Tab(
        address, sent, "purpose", "Voor de vaart erin.", "Voor iets anders.", told="Voor de vaart erin."
    )


def visit_report() -> Tab:
    made = make_coupling()
    visit = add_visit(coupling=made, actor=UserFactory(role="loket"), planned_on=TODAY, token="een")
    sent = {"held_on": TODAY.isoformat(), "report": ""}
    address = f"{made.get_absolute_url()}bezoek/{visit.pk}/"
    return Tab(address, sent, "report", "Drie besluiten.", "Vier besluiten.", told="Drie besluiten.")


def team_page(made: Any) -> str:
    return f"/loket/verzoek/{made.request.reference}/adoptieteam/"


def team() -> Tab:
    sent = {"assignment": ASSIGNMENT, "starts_on": "", "ends_on": "2099-06-01"}
    first = (TODAY + timedelta(days=30)).isoformat()
    second = (TODAY + timedelta(days=60)).isoformat()
    return Tab(f"{team_page(make_forming())}wijzigen/", sent, "ends_on", first, second)


def blockade() -> Tab:
    made, _ = make_running_team()
    row = made.blockades.all()[0]
    sent = {"text": row.text, "held_by": "directeur", "kind": "anders", "noted_on": row.noted_on.isoformat()}
    return Tab(f"{team_page(made)}blokkade/{row.pk}/", sent, "kind", "geld", "besluit", told="Geld")


def lessons() -> Tab:
    made, _ = make_ended_team()
    return Tab(f"{team_page(made)}lessen/", {}, "lessons", "Eerst dit.", "Liever dat.", told="Eerst dit.")


def joint_page() -> str:
    one, two = make_request(), make_request()
    link_request(request=one, other=two, actor=UserFactory(role="loket"), title="Jongeren")
    return f"/loket/werkvoorraad/{one.reference}/verband/"


def joint_title() -> Tab:
    sent = {"doe": "titel"}
    return Tab(joint_page(), sent, "title", "Rust", "Werk", "title_form", "Rust")


def joint_note() -> Tab:
    sent = {"doe": "sessie", "session_on": "", "session_time": "", "place": ""}
    return Tab(joint_page(), sent, "note", "Donderdag.", "Vrijdag.", "session_form", "Donderdag.")


def owner() -> Tab:
    request = make_taken_request()
    one, two = UserFactory(role="loket", name="Eerste Collega"), UserFactory(role="loket")
    address = f"/loket/werkvoorraad/{request.reference}/eigenaar/"
    return Tab(address, {"deputy": ""}, "owner", one.pk, two.pk, told="Eerste Collega")


def kind() -> Tab:
    address = f"/loket/werkvoorraad/{make_taken_request().reference}/soort/"
    return Tab(
        address,
        {"reason": "Past beter."},
        "kind",
        "collegiale_toets",
        "topdog",
        told="Een collega die meekijkt",
    )


TABS = [rule, coupling, visit_report, team, blockade, lessons, joint_title, joint_note, owner, kind]


@pytest.mark.parametrize("make", TABS)
def test_second_window_keeps_what_was_typed_and_says_what_stands_there_now(
    make: Callable[[], Tab], as_role: Callable[..., Client]
) -> None:
    tab, desk = make(), as_role("loket")
    opened = desk.get(tab.address).context[tab.form]
    mark = opened["versie"].value()
    first = {**tab.sent, tab.field: tab.first, "versie": mark}
    assert desk.post(tab.address, first).status_code == 302
    assert desk.post(tab.address, first).status_code == 302, "the same once more is no change"
    second = {**tab.sent, tab.field: tab.second, "versie": mark}
    page = desk.post(tab.address, second)
    told, form = unescape(page.content.decode()), page.context[tab.form]
    assert page.status_code == 422
    assert "Dit is net veranderd in een ander venster of door iemand anders" in told
    assert tab.told in told
    assert str(form[tab.field].value()) == str(tab.second)
    stored = desk.get(tab.address).context[tab.form]
    assert str(stored[tab.field].value()) == str(tab.first)
    again = {**second, "versie": form["versie"].value()}
    assert desk.post(tab.address, again).status_code == 302, "who saw it and saves again is believed"
    assert str(desk.get(tab.address).context[tab.form][tab.field].value()) == str(tab.second)


def test_second_answer_to_reporters_shows_the_first(as_role: Callable[..., Client]) -> None:
    made, desk = rule_of_two(), as_role("loket")
    mark = desk.get(made.get_absolute_url()).context["answer_form"]["versie"].value()
    answer_rule(rule=made, actor=UserFactory(role="loket"), text="Het mag wel.")
    add_report(rule=made, request=report(PLACES[2], "Participatiewet"), actor=UserFactory(role="loket"))
    sent = {"doe": "antwoord", "text": "Het mag niet.", "versie": mark}
    page = desk.post(made.get_absolute_url(), sent)
    assert page.status_code == 422
    assert "is nu: Het mag wel." in page.content.decode()
    assert page.context["answer_form"]["text"].value() == "Het mag niet."
    assert BlockingRule.objects.get(pk=made.pk).answer == "Het mag wel."


def test_lessons_of_who_came_second_to_end_a_team_are_kept_on_the_page() -> None:
    asker = make_asker()
    made, _ = make_running_team(asker)
    address = f"{team_page(made)}lessen/"
    gemeente, desk = client_of(asker), client_of(made.request.owner)
    marks = [client.get(address).context["form"]["versie"].value() for client in (gemeente, desk)]
    assert gemeente.post(address, {"lessons": "Van ons.", "versie": marks[0]}).status_code == 302
    page = desk.post(address, {"lessons": "Van het loket.", "versie": marks[1]})
    assert page.status_code == 422
    assert "Van ons." in page.content.decode()
    assert page.context["form"]["lessons"].value() == "Van het loket."


def test_answer_to_a_part_that_a_colleague_answered_stays_on_the_page() -> None:
    first, second = make_member(), make_member()
    part = make_part()
    answer_part(part=part, actor=first, answer="Het eerste antwoord.")
    page = client_of(second).post(
        part.get_absolute_url(), {"doe": "antwoord", "answer": "Een ander antwoord."}
    )
    assert page.status_code == 422
    assert page.context["answer_form"]["answer"].value() == "Een ander antwoord."
    assert "Een ander antwoord." in page.content.decode()
    part.refresh_from_db()
    assert part.answer == "Het eerste antwoord."


def test_promise_that_somebody_else_settled_is_not_put_back(as_role: Callable[..., Client]) -> None:
    request, desk = make_taken_request(), as_role("loket")
    assert request.owner is not None
    promise = add_promise(
        request=request, actor=request.owner, text="Een dag prikken.", promised_by="loketmedewerker",
        promised_to="de projectleider", due_on=TODAY, token="een",
    )  # fmt: skip
    address = f"/loket/verzoek/{request.reference}/toezeggingen/"
    mark = desk.get(address).context["rows"][0].read_mark
    assert f'name="versie" value="{mark}"' in desk.get(address).content.decode()
    settle_promise(promise=promise, actor=request.owner, state=PromiseState.KEPT)
    sent = {"promise": promise.pk, "state": PromiseState.DROPPED.value, "versie": mark}
    told = desk.post(address, sent, follow=True).content.decode()
    assert "Iemand anders veranderde deze toezegging net." in told
    promise.refresh_from_db()
    assert promise.state == PromiseState.KEPT

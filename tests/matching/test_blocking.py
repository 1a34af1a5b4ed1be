"""Reports of a rule, bundled by name, article and meaning with a person who confirms, and one answer to all."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from krachtwijken.core.outbox.models import MailMessage
from matching.blocking.models import BlockingRule, RuleReport
from matching.blocking.selectors import Near, rules_like, suggest_reports
from matching.blocking.services import (
    SameRuleError,
    add_report,
    answer_rule,
    forget_rules,
    remove_report,
    save_rule,
    start_rule,
)
from matching.models import Decision, SupportRequest
from matching.requests.bottlenecks import public_bottlenecks
from matching.requests.enums import RequestStatus
from matching.requests.forms.shared_text import is_copied
from matching.requests.services.forgetting import REMOVED, TEXTS_KEPT
from matching.requests.services.steps import take_request
from matching.requests.workflow import WrongStepError
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_asker, make_request
from tests.matching.test_bottlenecks import PLACES, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
ANSWER = "Vanaf volgend jaar geldt de zoektijd hier niet meer."


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Alike is what shares its first word."""
    monkeypatch.setattr("matching.requests.services.submit.recognise", lambda text: [])

    def alike(text: str, others: Sequence[str]) -> list[float]:
        return [0.9 if other.split()[:1] == text.split()[:1] else 0.1 for other in others]

    monkeypatch.setattr("matching.blocking.selectors.likeness_of", alike)


def rule_of_reports(*requests: SupportRequest, name: str = "Participatiewet") -> BlockingRule:
    desk = UserFactory(role="loket")
    first, *rest = requests
    rule = start_rule(request=first, actor=desk, name=name, article="7", what="Zoektijd voor jongeren.")
    for request in rest:
        add_report(rule=rule, request=request, actor=desk)
    return rule


def test_reports_are_suggested_by_name_article_and_meaning_and_nothing_else() -> None:
    desk = UserFactory(role="loket")
    first = report(PLACES[0], "Participatiewet", "artikel 7")
    same, other_article = report(PLACES[1], "de participatiewet", "7"), report(PLACES[2], "Participatiewet")
    alike = report(PLACES[3], "Bijstandsregels")
    SupportRequest.objects.filter(pk=alike.pk).update(
        own_answers={
            "regelgeving_knelpunt": {"regeling": "Bijstandsregels", "wat_blokkeert": "Zoektijd duurt lang."}
        }
    )
    report(PLACES[3], "Huisvestingswet")
    rule = rule_of_reports(first)
    found = suggest_reports(rule, viewer=desk)
    assert [(one.request, one.why.split(":")[0]) for one in found] == [
        (same, "Zelfde regel, zelfde artikel"),
        (other_article, "Zelfde regel, ander of geen artikel"),
        (alike, "Lijkt in betekenis, onder een andere naam"),
    ]
    assert RuleReport.objects.count() == 1, "nothing is bundled until somebody says so"
    assert rules_like(SupportRequest.objects.get(pk=alike.pk), viewer=desk) == [Near(rule, False)]
    assert rules_like(same, viewer=desk) == [Near(rule, True)]
    other = start_rule(
        request=other_article, actor=desk, name="Participatiewet", article="9", what="Zoektijd voor jongeren."
    )
    near = rules_like(same, viewer=desk)
    assert {one.rule for one in near} == {rule, other}, "as near as each other: both are shown"
    assert suggest_reports(rule, viewer=make_asker()) == []


@pytest.mark.parametrize("article", ["9", "artikel 9", " Artikel 9", "art. 9", "art.9"])
def test_name_of_a_dossier_says_article_once(article: str) -> None:
    assert str(BlockingRule(name="Participatiewet", article=article)) == "Participatiewet, artikel 9"
    assert str(BlockingRule(name="Participatiewet", article="artikel")) == "Participatiewet"


def test_one_answer_reaches_every_reporter_once(run_outbox: Callable[[], int], mailoutbox: list[Any]) -> None:
    reports = [report(place, "Participatiewet") for place in PLACES]
    running = reports.pop()
    SupportRequest.objects.filter(pk=running.pk).update(status=RequestStatus.VOORGESTELD)
    desk = UserFactory(role="loket")
    take_request(request=reports[1], actor=UserFactory(role="loket"))
    SupportRequest.objects.filter(pk=reports[2].pk).update(status=RequestStatus.AFGEROND)
    rule = rule_of_reports(*reports, running)
    assert answer_rule(rule=rule, actor=desk, text=ANSWER) == 4
    assert [message.text for message in running.messages.all()] == [ANSWER]
    states = [SupportRequest.objects.get(pk=request.pk).status for request in reports]
    assert states == [RequestStatus.BEANTWOORD, RequestStatus.BEANTWOORD, RequestStatus.AFGEROND]
    assert set(Decision.objects.values_list("reason", flat=True)) == {ANSWER}
    run_outbox()
    heard = sorted(mail.to[0] for mail in mailoutbox if ANSWER in mail.body)
    waited = reports[0].created_by
    assert waited is not None
    of_status = [
        mail for mail in mailoutbox if mail.to == [waited.email] and reports[0].reference in mail.body
    ]
    assert sum("Beantwoord" in mail.body or "In behandeling" in mail.body for mail in of_status) == 1, (
        "who waited hears of the answer, and not that somebody took the request in the same second"
    )
    assert heard == sorted(request.created_by.email for request in reports if request.created_by)
    with pytest.raises(WrongStepError):
        answer_rule(rule=rule, actor=desk, text=ANSWER)
    late = report(PLACES[3], "Participatiewet")
    add_report(rule=rule, request=late, actor=desk)
    before = MailMessage.objects.count()
    assert answer_rule(rule=rule, actor=desk, text=ANSWER) == 1
    late_keys = MailMessage.objects.order_by("pk")[before:].values_list("key", flat=True)
    assert all(late.reference in key for key in late_keys)


def test_dossier_is_public_from_three_gemeenten_under_its_own_name(client: Client) -> None:
    reports = [report(PLACES[0], "Participatiewet"), report(PLACES[1], "Bijstandsregels")]
    rule = rule_of_reports(*reports)
    assert public_bottlenecks() == []
    add_report(rule=rule, request=report(PLACES[2], "Wet werk"), actor=UserFactory(role="loket"))
    save_rule(rule=rule, actor=UserFactory(role="loket"), changes={"state": "bij_departement"})
    (found,) = public_bottlenecks()
    assert (found.name, found.state, len(found.gemeenten)) == (
        "Participatiewet", "Ligt bij het departement", 3,
    )  # fmt: skip
    page = client.get("/loket/knelpunten/").content.decode()
    assert "Ligt bij het departement" in page
    for hidden in ("Arnhem", "Nijmegen", "Bijstandsregels"):
        assert hidden not in page


def test_public_list_says_that_a_rule_was_answered_and_when(client: Client) -> None:
    rule = rule_of_reports(*(report(place, "Participatiewet") for place in PLACES[:3]))
    assert "Het loket antwoordde op" not in client.get("/loket/knelpunten/").content.decode()
    desk = UserFactory(role="loket")
    answer_rule(rule=rule, actor=desk, text=ANSWER)
    BlockingRule.objects.update(answered_at=datetime(2026, 11, 3, 12, tzinfo=UTC))
    (found,) = public_bottlenecks()
    assert (found.state, found.open) == ("Beantwoord", 0)
    page = client.get("/loket/knelpunten/").content.decode()
    assert "Het loket antwoordde op 3 november 2026." in page
    assert ANSWER not in page, "only who reported reads the answer itself"
    browser = Client()
    browser.force_login(desk)
    assert "Beantwoord" in browser.get(rule.get_absolute_url()).content.decode()
    save_rule(rule=rule, actor=desk, changes={"state": "blijft"})
    assert public_bottlenecks()[0].state == "Blijft zoals het is", "what the loket says goes first"


def test_gemeente_reads_that_its_report_lies_in_a_dossier_and_not_with_whom(search_index: Any) -> None:
    own, other = report(PLACES[0], "Participatiewet"), report(PLACES[1], "Bijstandsregels")
    assert own.created_by is not None
    browser = Client()
    browser.force_login(own.created_by)
    told = "Het loket legde uw melding in het dossier ‘Participatiewet, artikel 7’."
    assert told not in browser.get(own.get_absolute_url()).content.decode()
    rule = rule_of_reports(own, other)
    page = browser.get(own.get_absolute_url()).content.decode()
    assert told in page
    assert "krijgt hetzelfde antwoord" in page
    assert "/loket/knelpunten/" not in page, "two gemeenten: nothing is public yet"
    for hidden in (other.gemeente.name, other.reference, "Bijstandsregels", rule.get_absolute_url()):
        assert hidden not in page
    answer_rule(rule=rule, actor=UserFactory(role="loket"), text=ANSWER)
    assert "U kreeg het antwoord op" in browser.get(own.get_absolute_url()).content.decode()
    add_report(rule=rule, request=report(PLACES[2], "Wet werk"), actor=UserFactory(role="loket"))
    assert "/loket/knelpunten/" in browser.get(own.get_absolute_url()).content.decode()


def test_services_refuse_others_and_what_does_not_fit() -> None:
    first = report(PLACES[0], "Participatiewet")
    rule, desk, asker = rule_of_reports(first), UserFactory(role="loket"), make_asker()
    for act in (
        lambda: start_rule(request=first, actor=asker, name="Wet", article="", what="Dit."),
        lambda: add_report(rule=rule, request=first, actor=asker),
        lambda: remove_report(rule=rule, request=first, actor=asker),
        lambda: save_rule(rule=rule, actor=asker, changes={"name": "Wet"}),
        lambda: answer_rule(rule=rule, actor=asker, text=ANSWER),
    ):
        with pytest.raises(PermissionDenied):
            act()
    with pytest.raises(WrongStepError, match="meldt geen regel"):
        add_report(rule=rule, request=make_request(), actor=desk)
    other = rule_of_reports(report(PLACES[1], "Huisvestingswet"), name="Huisvestingswet")
    with pytest.raises(WrongStepError, match="ander knelpunt"):
        add_report(rule=other, request=first, actor=desk)


def test_loket_bundles_and_answers_on_its_pages(as_role: Callable[..., Client], search_index: Any) -> None:
    desk = as_role("loket")
    one, two = report(PLACES[0], "Participatiewet", "7"), report(PLACES[1], "Participatiewet", "7")
    page = desk.get(f"/loket/werkvoorraad/{one.reference}/").content.decode()
    assert "Deze regel meldden ook 1 andere gemeente." in page
    assert f"/loket/werkvoorraad/{one.reference}/regel/" in page
    assert "Participatiewet" in desk.get("/loket/regels/").content.decode(), "also under three gemeenten"
    address = f"/loket/werkvoorraad/{one.reference}/regel/"
    assert desk.post(address, {"name": "", "article": "", "what": ""}).status_code == 422
    made = desk.post(address, {"name": "Participatiewet", "article": "7", "what": "Zoektijd."})
    rule = BlockingRule.objects.get()
    assert made.headers["Location"] == rule.get_absolute_url()
    assert two.reference in desk.get(rule.get_absolute_url()).content.decode()
    assert (
        "Kruis eerst aan"
        in desk.post(rule.get_absolute_url(), {"doe": "erbij"}, follow=True).content.decode()
    )
    desk.post(rule.get_absolute_url(), {"doe": "erbij", "verzoek": two.reference})
    assert RuleReport.objects.count() == 2
    assert desk.post(rule.get_absolute_url(), {"doe": "antwoord", "text": ""}).status_code == 422
    desk.post(rule.get_absolute_url(), {"doe": "antwoord", "text": ANSWER})
    assert RuleReport.objects.exclude(told_at=None).count() == 2
    sent = {
        "doe": "bewaar", "name": "Participatiewet", "article": "7", "what": "Zoektijd.", "route": "",
        "department": "SZW", "state": "geduid",
    }  # fmt: skip
    assert desk.post(rule.get_absolute_url(), sent).status_code == 302
    assert BlockingRule.objects.get().department == "SZW"
    desk.post(rule.get_absolute_url(), {"doe": "eruit", "verzoek": two.reference})
    assert RuleReport.objects.count() == 1


def test_report_without_a_rule_is_put_in_any_dossier_that_is_there(
    as_role: Callable[..., Client], search_index: Any
) -> None:
    """Such as one of which the loket chose the kind: the gemeente named no rule."""
    desk, rule = as_role("loket"), rule_of_reports(report(PLACES[0], "Participatiewet", "7"))
    other = report(PLACES[1], "")
    address = f"/loket/werkvoorraad/{other.reference}/regel/"
    page = desk.get(address)
    assert page.context["near"] == []
    assert page.context["others"] == [rule]
    assert "Kies een dossier dat er al is" in page.content.decode()
    assert "De gemeente noemde zelf geen regel" not in page.content.decode(), "it said what is blocked"
    SupportRequest.objects.filter(pk=other.pk).update(own_answers={})
    assert "De gemeente noemde zelf geen regel" in desk.get(address).content.decode()
    twice = desk.post(
        address, {"name": "de participatiewet", "article": "art. 7", "what": "Te lang wachten."}
    )
    assert twice.status_code == 422
    assert "Er is al een dossier ‘Participatiewet, artikel 7’." in twice.content.decode()
    assert "Te lang wachten." in twice.content.decode()
    desk.post(rule.get_absolute_url(), {"doe": "erbij", "verzoek": other.reference})
    assert rule.reports.count() == 2
    third = report(PLACES[2], "")
    what = {"name": "Participatiewet voor ouderen", "article": "7", "what": "Te lang wachten."}
    assert desk.post(f"/loket/werkvoorraad/{third.reference}/regel/", what).status_code == 302


def test_dossier_does_not_get_the_name_of_another(as_role: Callable[..., Client], search_index: Any) -> None:
    desk = as_role("loket")
    rule_of_reports(report(PLACES[0], "Participatiewet"))
    other = rule_of_reports(report(PLACES[1], "Huisvestingswet"), name="Huisvestingswet")
    sent = {
        "doe": "bewaar", "name": "de participatie-wet", "article": "art. 7", "what": "Zoektijd.", "route": "",
        "department": "", "state": "gemeld",
    }  # fmt: skip
    refused = desk.post(other.get_absolute_url(), sent)
    assert refused.status_code == 422
    assert "Er is al een dossier ‘Participatiewet, artikel 7’." in refused.content.decode()
    other.refresh_from_db()
    assert other.name == "Huisvestingswet"
    assert desk.post(other.get_absolute_url(), {**sent, "article": "9"}).status_code == 302


WRITTEN = "Jongeren uit Malburgen moeten vier weken wachten voor zij hulp krijgen."


def test_dossier_begins_without_the_words_of_the_gemeente_and_refuses_them(
    as_role: Callable[..., Client], search_index: Any
) -> None:
    desk, request = as_role("loket"), report(PLACES[0], "Participatiewet")
    own = {"regelgeving_knelpunt": {"regeling": "Participatiewet", "wat_blokkeert": WRITTEN}}
    SupportRequest.objects.filter(pk=request.pk).update(own_answers=own)
    address = f"/loket/werkvoorraad/{request.reference}/regel/"
    page = desk.get(address)
    assert WRITTEN in page.content.decode()
    assert not page.context["form"]["what"].value()
    sent = {"name": "Participatiewet", "article": "41", "what": f"De gemeente zegt: {WRITTEN.lower()}"}
    for what in (WRITTEN.replace("Malburgen", "Presikhaaf"), f"  {WRITTEN}  "):
        assert "Haal weg" in desk.post(address, {**sent, "what": what}).content.decode()
    for name in ("Verordening van Arnhem", "Arnhemse verordening"):
        refused = desk.post(address, {**sent, "what": "Zoektijd.", "name": name})
        assert "Haal weg: “Arnhem”" in refused.content.decode()
    plain = WRITTEN.replace(" uit Malburgen", "")
    own["regelgeving_knelpunt"]["wat_blokkeert"] = plain
    SupportRequest.objects.filter(pk=request.pk).update(own_answers=own)
    for what in (plain, f"De gemeente zegt: {plain.lower()}"):
        refused = desk.post(address, {**sent, "what": what})
        assert "Schrijf het in uw eigen woorden." in refused.content.decode()
    assert not BlockingRule.objects.exists()
    assert desk.post(address, {**sent, "what": "De zoektijd van vier weken."}).status_code == 302
    rule = BlockingRule.objects.get()
    saved = {"doe": "bewaar", **sent, "what": plain, "route": plain, "department": "", "state": "gemeld"}
    refused = desk.post(rule.get_absolute_url(), saved)
    assert refused.content.decode().count("Schrijf het in uw eigen woorden.") >= 2
    answer = desk.post(rule.get_absolute_url(), {"doe": "antwoord", "text": "Net als in Nijmegen."})
    assert "Haal weg: “Nijmegen”" in answer.content.decode()


@pytest.mark.parametrize(
    ("text", "source", "copied"),
    [
        ("Dit mag niet!", "dit mag niet.", True),
        ("Volgens hen: dit mag niet", "Dit mag niet.", False),
        ("Volgens hen: dit mag hier echt niet.", "Dit mag hier echt niet", True),
        ("Dit mag hier echt nietes.", "Dit mag hier echt niet", False),
        ("Iets anders.", "", False),
    ],
)
def test_words_of_somebody_else_are_known_again(text: str, source: str, copied: bool) -> None:
    assert is_copied(text, [source]) is copied


def test_words_of_a_dossier_go_on_the_day_after_five_years_and_its_name_stays() -> None:
    rule = rule_of_reports(report(PLACES[0], "Participatiewet"), report(PLACES[1], "Participatiewet"))
    save_rule(rule=rule, actor=UserFactory(role="loket"), changes={"route": "Een afspraak."})
    now = timezone.now()
    over, within = now - TEXTS_KEPT - timedelta(minutes=1), now - TEXTS_KEPT + timedelta(days=1)
    BlockingRule.objects.update(made_at=over)
    requests = SupportRequest.objects.order_by("pk")
    requests.update(status=RequestStatus.AFGEROND, status_since=over)
    last = requests.filter(pk=requests.values_list("pk", flat=True)[1])
    last.update(status_since=within)
    assert forget_rules() == 0
    last.update(status_since=over)
    assert (forget_rules(), forget_rules()) == (1, 0)
    rule.refresh_from_db()
    assert (rule.name, rule.what, rule.route, rule.answer, rule.made_by) == (
        "Participatiewet", REMOVED, "", "", None,
    )  # fmt: skip


def test_young_dossier_without_reports_keeps_its_words() -> None:
    first = report(PLACES[0], "Participatiewet")
    rule = rule_of_reports(first)
    remove_report(rule=rule, request=first, actor=UserFactory(role="loket"))
    assert forget_rules() == 0
    BlockingRule.objects.update(made_at=timezone.now() - TEXTS_KEPT - timedelta(days=1))
    assert forget_rules() == 1


def test_dossier_gets_the_name_that_a_version_without_keys_took_from_another() -> None:
    desk = UserFactory(role="loket")
    old = rule_of_reports(report(PLACES[0], "Huisvestingswet"))
    save_rule(rule=old, actor=desk, changes={"name": "Woningwet"})
    namesake = rule_of_reports(report(PLACES[2], "Leegstandwet"), name="Leegstandwet")
    BlockingRule.objects.filter(pk=old.pk).update(name="Leegstandwet")
    other = rule_of_reports(report(PLACES[1], "Gaswet"))
    save_rule(rule=other, actor=desk, changes={"name": "Woningwet"})
    assert BlockingRule.objects.get(pk=other.pk).key
    assert BlockingRule.objects.get(pk=old.pk).key is None
    assert BlockingRule.objects.get(pk=namesake.pk).key == namesake.key


def test_name_that_a_version_without_keys_gave_to_a_dossier_is_taken_too() -> None:
    old = rule_of_reports(report(PLACES[0], "Woningwet"), name="Woningwet")
    BlockingRule.objects.filter(pk=old.pk).update(name="Leegstandwet")
    other = rule_of_reports(report(PLACES[1], "Gaswet"), name="Gaswet")
    with pytest.raises(SameRuleError):
        save_rule(rule=other, actor=UserFactory(role="loket"), changes={"name": "Leegstandwet"})

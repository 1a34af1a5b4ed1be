"""Rules that several gemeenten report: bundled, and public without saying who."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.core.models import Gemeente, Wijk
from matching.blocking.models import BlockingRule, RuleReport
from matching.models import SupportRequest
from matching.requests.bottlenecks import (
    article_of,
    gemeenten_with_the_same_rule,
    public_bottlenecks,
    rule_key,
)
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "nothing_stated")]
PLACES = ("arnhem", "nijmegen", "utrecht", "enschede")


def report(place: str, rule: str, article: str = "", **changed: Any) -> SupportRequest:
    asker = UserFactory(role="gemeente")
    join_gemeente(user=asker, gemeente=Gemeente.objects.get(slug=place), actor=None)
    return make_request(
        asker, wijk_id=Wijk.objects.filter(gemeente__slug=place)[0].pk, kind="regelgeving_knelpunt",
        own_regeling=rule, own_artikel=article, own_wat_blokkeert="Dit mag niet.", **changed,
    )  # fmt: skip


@pytest.mark.parametrize(
    "name", ["Participatiewet", "de participatiewet", " Participatie-wet.", "HET PARTICIPATIEWET"]
)
def test_one_rule_has_one_key(name: str) -> None:
    assert rule_key(name) == "participatiewet"


@pytest.mark.parametrize(
    ("text", "article"),
    [("artikel 7, derde lid", "7"), ("art. 9a", "9a"), ("6:2", "6:2"), ("weet ik niet", ""), ("", "")],
)
def test_article_is_read_from_what_was_typed(text: str, article: str) -> None:
    assert article_of(text) == article


def test_rule_is_public_from_three_gemeenten_on(client: Client) -> None:
    for place, name in zip(PLACES[:2], ("Participatiewet", "de participatiewet"), strict=True):
        report(place, name, "artikel 7")
    report(PLACES[1], "Participatiewet", "artikel 7")
    assert public_bottlenecks() == [], "a second report of the same gemeente is no third gemeente"
    report(PLACES[2], "Participatiewet", "7")
    report(PLACES[3], "Huisvestingswet")
    page = client.get("/loket/knelpunten/").content.decode()
    assert "Participatiewet" in page
    assert "Huisvestingswet" not in page
    (found,) = public_bottlenecks()
    assert (found.name, found.articles, len(found.gemeenten), found.reports) == (
        "Participatiewet",
        ["7"],
        3,
        4,
    )
    for place in ("Arnhem", "Nijmegen", "Utrecht", "Dit mag niet."):
        assert place not in page


def test_article_of_one_gemeente_is_not_public() -> None:
    for place, article in zip(PLACES[:3], ("7", "7", "9"), strict=True):
        report(place, "Participatiewet", article)
    assert public_bottlenecks()[0].articles == []


def test_confidential_report_is_not_counted() -> None:
    until = (timezone.localdate() + timedelta(days=5)).isoformat()
    for place in PLACES[:3]:
        report(place, "Participatiewet", confidential_until=until if place == PLACES[0] else "")
    assert public_bottlenecks() == []


def test_desk_sees_how_many_others_report_the_same(search_index: Any, as_role: Callable[..., Client]) -> None:
    first = report(PLACES[0], "Participatiewet")
    for place in PLACES[:3]:
        report(place, "de Participatiewet")
    page = as_role("loket").get(f"/loket/werkvoorraad/{first.reference}/").content.decode()
    assert "Deze regel meldden ook 2 andere gemeenten." in page


def in_dossier(name: str, *requests: SupportRequest) -> None:
    rule = BlockingRule.objects.create(name=name, what="Zoektijd.")
    RuleReport.objects.bulk_create(RuleReport(rule=rule, request=one) for one in requests)


def test_reports_in_a_dossier_count_for_a_loose_report_of_that_name() -> None:
    loose, loose_too = report(PLACES[0], "Participatiewet"), report(PLACES[3], "de participatiewet")
    in_dossier("Wet werk", report(PLACES[1], "Participatiewet"), report(PLACES[2], "Bijstandsregels"))
    assert gemeenten_with_the_same_rule(loose) == 3, "one by name, and the dossier that holds that name"
    assert gemeenten_with_the_same_rule(loose_too) == 3


def test_report_in_a_dossier_counts_what_stands_there_and_loose_ones_of_its_name() -> None:
    own = report(PLACES[0], "Bijstandsregels")
    in_dossier("Participatiewet", own, report(PLACES[1], "Participatiewet"), report(PLACES[0], "Wet werk"))
    in_dossier("Andere regel", report(PLACES[3], "Bijstandsregels"))
    report(PLACES[2], "de bijstandsregels")
    assert gemeenten_with_the_same_rule(own) == 2, "not who stands in a dossier of another rule"


def test_report_without_a_name_has_no_others() -> None:
    first, second = report(PLACES[0], "Participatiewet"), report(PLACES[1], "Participatiewet")
    SupportRequest.objects.filter(pk__in=(first.pk, second.pk)).update(own_answers={})
    assert gemeenten_with_the_same_rule(SupportRequest.objects.get(pk=first.pk)) == 0


@pytest.mark.parametrize(
    "name",
    [
        "Participatiewet, artikel 22a (kostendelersnorm)",
        "de Participatiewet artikel 22a, eerste lid",
        "Participatiewet (art. 22a)",
        "Participatiewet art 22a en 23.",
    ],
)
def test_article_behind_the_regulation_makes_no_other_rule(name: str) -> None:
    assert (rule_key(name), article_of("", name)) == ("participatiewet", "22a")
    assert article_of("artikel 7", name) == "7", "what stands in its own field goes first"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (
            "Verordening op grond van artikel 8 Participatiewet",
            "verordeningopgrondvanartikel8participatiewet",
        ),
        ("artikel 22a", "artikel22a"),
        ("Participatiewet 2015", "participatiewet2015"),
    ],
)
def test_rule_that_is_named_after_an_article_keeps_its_name(name: str, key: str) -> None:
    assert (rule_key(name), article_of("", name)) == (key, "")


def test_article_behind_the_regulation_is_counted_as_an_article_and_is_not_public_of_one_gemeente() -> None:
    for place, name in zip(
        PLACES[:3],
        (
            "Participatiewet, artikel 22a (kostendelersnorm)",
            "Participatiewet",
            "de participatiewet, art. 22a",
        ),
        strict=True,
    ):
        report(place, name, "22a" if name == "Participatiewet" else "")
    (found,) = public_bottlenecks()
    assert (found.name.casefold(), found.articles, len(found.gemeenten)) == ("participatiewet", ["22a"], 3)
    SupportRequest.objects.filter(gemeente__slug=PLACES[1]).update(
        own_answers={"regelgeving_knelpunt": {"regeling": "Participatiewet"}}
    )
    (found,) = public_bottlenecks()
    assert found.articles == []
    assert "22a" not in found.name

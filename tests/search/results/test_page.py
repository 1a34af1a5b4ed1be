"""The page with results: tabs, filters, order, reasons, likes; what is hidden is never listed, counted or resembled."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from knowledge.models import CasePage
from krachtwijken.accounts.models import GemeenteMembership
from krachtwijken.core.models import Wijk
from tests.factories.pages import make_case, make_wijk_page

RunOutbox = Callable[[], int]
NORTH, EAST, OVERDIE = "amsterdam-amsterdam-noord", "amsterdam-amsterdam-oost", "alkmaar-overdie"


def ask(client: Client, query: str = "speelgroen", **filters: Any) -> str:
    return client.get("/zoeken/", {"q": query, **filters}).content.decode()


def titles(page: str) -> list[str]:
    return re.findall(r'kw-card__title"><a[^>]*>([^<]*)<', page)


def letters(page: str) -> str:
    """Which of the three cases are listed, in order; the standard texts of the site may be found as well."""
    return "".join(title[-1] for title in titles(page) if title.startswith("Speelgroen"))


def tabs(page: str) -> dict[str, int]:
    found = re.findall(r'>([^<>]+) <span class="kw-tabs__count">(\d+)<', page)
    return {label: int(count) for label, count in found}


def options(page: str, name: str) -> dict[str, int]:
    found = re.findall(
        rf'name="{name}" value="([^"]*)"[^>]*>\s*<label[^>]*>[^<]*<span class="kw-facets__count">(\d+)<', page
    )
    return {value: int(count) for value, count in found}


def place(case: CasePage, *slugs: str) -> CasePage:
    page = case.specific
    page.wijken = list(Wijk.objects.filter(slug__in=slugs))
    page.save_revision().publish()
    return case


@pytest.fixture
def three(search_index: Any, run_outbox: RunOutbox) -> None:
    """Three cases that differ in everything that can be filtered."""
    place(
        make_case(
            title="Speelgroen A", themes=("wonen",), period_from=2001, period_to=2003, status="afgerond",
            evidence_level="1",
        ), NORTH,
    )  # fmt: skip
    place(
        make_case(
            title="Speelgroen B", themes=("wonen", "werken"), period_from=2010, period_to=2012, status="gestopt",
            evidence_level="3a",
        ), NORTH, EAST,
    )  # fmt: skip
    place(
        make_case(
            title="Speelgroen C", themes=("veiligheid",), period_from=2005, period_to=2020, status="geborgd",
            evidence_level="3a",
        ), OVERDIE,
    )  # fmt: skip
    run_outbox()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, "ABC"),
        ({"thema": "werken"}, "B"),
        ({"thema": ["werken", "veiligheid"]}, "BC"),
        ({"bewijs": "3a"}, "BC"),
        ({"bewijs": "3a", "status": "gestopt"}, "B"),
        ({"gemeente": "amsterdam"}, "AB"),
        ({"wijk": EAST}, "B"),
        ({"van": "2011"}, "BC"),
        ({"tot": "2004"}, "A"),
        ({"van": "2013", "tot": "2015"}, "C"),
        ({"gemeente": "bestaat-niet", "wijk": "x", "thema": "kwaad", "bewijs": "9"}, "ABC"),
        ({"soort": "wijk"}, ""),
    ],
)
def test_filters_in_the_address_narrow(
    three: None, client: Client, filters: dict[str, Any], found: str
) -> None:
    assert "".join(sorted(letters(ask(client, **filters)))) == found


def test_options_count_as_if_only_the_other_groups_were_chosen(three: None, client: Client) -> None:
    page = ask(client, thema="werken", soort="case")
    assert options(page, "thema") == {"wonen": 2, "werken": 1, "veiligheid": 1}
    assert options(page, "status") == {"gestopt": 1}
    assert tabs(page) == {"Alles": 1, "Aanpakken": 1}


def test_wijken_are_offered_once_a_gemeente_is_chosen(three: None, client: Client) -> None:
    assert options(ask(client), "wijk") == {}
    assert options(ask(client, gemeente="amsterdam"), "wijk") == {NORTH: 2, EAST: 1}
    assert options(ask(client, wijk=EAST), "wijk") == {NORTH: 2, EAST: 1}


@pytest.mark.parametrize(
    ("period", "message"),
    [
        ({"van": "20x5"}, "Vul een jaar in met vier cijfers"),
        ({"tot": "1066"}, "Vul een jaar in met vier cijfers"),
        ({"van": "9" * 5000}, "Vul een jaar in met vier cijfers"),
        ({"van": "2012", "tot": "2001"}, "Dit jaar ligt voor het eerste jaar"),
    ],
)
def test_bad_year_gets_a_message_and_narrows_nothing(
    three: None, client: Client, period: dict[str, str], message: str
) -> None:
    page = ask(client, **period)
    assert message in page
    assert 'aria-invalid="true"' in page
    assert 'class="kw-chip"' not in page
    assert len(letters(page)) == 3


@pytest.mark.parametrize(("sort", "order"), [("nieuw", "BCA"), ("oud", "ACB"), ("titel", "ABC")])
def test_results_are_sorted_as_asked(three: None, client: Client, sort: str, order: str) -> None:
    assert letters(ask(client, sorteer=sort)) == order


def test_what_is_chosen_can_be_taken_away_one_by_one(three: None, client: Client) -> None:
    page = ask(client, thema=["wonen", "werken"], van="2001", page="2")
    chips = re.findall(r'class="kw-chip" href="([^"]*)"', page)
    assert sorted(chips) == [
        "?q=speelgroen&amp;thema=werken&amp;van=2001",
        "?q=speelgroen&amp;thema=wonen&amp;thema=werken",
        "?q=speelgroen&amp;thema=wonen&amp;van=2001",
    ]


def test_dead_end_says_which_filter_to_let_go(three: None, client: Client) -> None:
    page = ask(client, thema="veiligheid", status="gestopt")
    assert titles(page) == []
    assert "Niets gevonden met deze filters" in page
    assert re.search(
        r'href="\?q=speelgroen&amp;status=gestopt">Zonder filter op thema</a>: 1 resultaat', page
    )
    assert re.search(
        r'href="\?q=speelgroen&amp;thema=veiligheid">Zonder filter op status</a>: 1 resultaat', page
    )


def test_hidden_case_is_at_once_out_of_every_count(three: None, client: Client) -> None:
    assert tabs(ask(client))["Aanpakken"] == 3
    assert options(ask(client, bewijs="1"), "bewijs")["3a"] == 2
    case = CasePage.objects.get(title="Speelgroen B")
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    page = ask(client)
    assert tabs(page)["Aanpakken"] == 2
    assert sum(tabs(page).values()) == 2 * tabs(page)["Alles"]
    assert "werken" not in options(page, "thema")
    assert options(ask(client, bewijs="1"), "bewijs")["3a"] == 1


def test_wijken_like_mine_give_what_is_tied_to_them(
    three: None, client: Client, run_outbox: RunOutbox
) -> None:
    make_wijk_page("arnhem-klarendal", "WO01", "WE05")
    make_wijk_page(OVERDIE, "WO01", "WE05")
    make_wijk_page(EAST, "VE03")
    run_outbox()
    page = ask(client, lijkt_op="arnhem-klarendal")
    assert letters(page) == "C"
    assert "2 problemen gemeen" in page
    lonely = ask(client, lijkt_op=EAST)
    assert len(letters(lonely)) == 3
    assert "kennen wij nog geen problemen" in lonely


def test_hidden_wijk_is_neither_offered_nor_compared(three: None, client: Client) -> None:
    make_wijk_page("arnhem-klarendal", "WO01")
    hidden = make_wijk_page(OVERDIE, "WO01")
    assert f'value="{OVERDIE}"' in ask(client)
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    assert f'value="{OVERDIE}"' not in ask(client)
    assert "Lijkt op" not in ask(client, lijkt_op=OVERDIE)
    alike = ask(client, lijkt_op="arnhem-klarendal")
    assert "Overdie (Alkmaar):" not in alike
    assert "kennen wij nog geen problemen" in alike


def test_own_wijken_are_offered_first(three: None, as_role: Callable[..., Client]) -> None:
    make_wijk_page("arnhem-klarendal", "WO01")
    make_wijk_page(OVERDIE, "WO01")
    official = as_role("gemeente")
    GemeenteMembership.objects.create(
        user=official.user,
        gemeente=Wijk.objects.get(slug="arnhem-klarendal").gemeente,
    )
    page = ask(official)
    own = page[page.index('<optgroup label="Uw eigen wijken">') :]
    assert own.index("arnhem-klarendal") < own.index("</optgroup>") < own.index(OVERDIE)


def test_each_result_says_why(search_index: Any, run_outbox: RunOutbox, client: Client) -> None:
    make_case(
        title="Avondronde",
        problem_text="Het was er druk. Jongeren stonden bij de straathoek. Er was geen winkel.",
    )
    run_outbox()
    page = ask(client, "jongeren straat dak")
    assert "Jongeren stonden bij de straathoek." in page
    why = page[page.index("kw-why__words") :]
    assert "hetzelfde woord" in why
    assert "een deel van het woord" in why
    assert "Niet gevonden in dit stuk: dak" in why


@pytest.mark.parametrize("query", ["de het een", "x", "?!", "is er een u"])
def test_question_without_a_word_to_search_by_gets_an_honest_answer(
    three: None, client: Client, query: str
) -> None:
    page = ask(client, query)
    assert "kunnen wij niet zoeken" in page
    assert titles(page) == []


def test_nothing_found_offers_ways_on(search_index: Any, client: Client) -> None:
    page = ask(client, "xqzptlk")
    assert "Wij vonden niets" in page
    for address in ("/antwoord/", "/kennis/", "/loket/"):
        assert f'href="{address}"' in page


def make_likes(run_outbox: RunOutbox) -> tuple[CasePage, CasePage, CasePage]:
    alike = [
        make_case(
            title=f"Schuldhulp {number}", summary="Schulden van jongeren overnemen.", problems=("WE05",)
        )
        for number in range(2)
    ]
    other = make_case(title="Bomen", summary="Bewoners planten bomen.", problems=("WE05",))
    run_outbox()
    return alike[0], alike[1], other


def test_case_page_shows_more_like_it_and_not_what_is_hidden(
    search_index: Any, run_outbox: RunOutbox, client: Client
) -> None:
    case, like, _other = make_likes(run_outbox)
    assert titles(client.get(case.url).content.decode())[0] == "Schuldhulp 1"
    PageViewRestriction.objects.create(page=like, restriction_type=PageViewRestriction.LOGIN)
    assert "Schuldhulp 1" not in client.get(case.url).content.decode()


def test_case_page_falls_back_on_problem_labels_without_an_index(
    search_index: Any, run_outbox: RunOutbox, client: Client
) -> None:
    case, like, other = make_likes(run_outbox)
    (search_index.store.folder / "format").unlink()
    page = client.get(case.url).content.decode()
    assert {like.title, other.title} <= set(titles(page))


def test_more_like_this_takes_filters_and_leaves_itself_out(
    search_index: Any, run_outbox: RunOutbox, client: Client
) -> None:
    case, _like, _other = make_likes(run_outbox)
    page = client.get("/zoeken/", {"zoals": f"case:{case.pk}", "soort": "case"}).content.decode()
    assert "Meer zoals dit" in page
    assert titles(page)[0] == "Schuldhulp 1"
    assert case.title not in titles(page)
    assert f'name="zoals" value="case:{case.pk}"' in page


def test_likes_of_a_hidden_case_tell_nothing_of_it(
    search_index: Any, run_outbox: RunOutbox, client: Client
) -> None:
    case, like, _other = make_likes(run_outbox)
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    page = client.get("/zoeken/", {"zoals": f"case:{case.pk}"}).content.decode()
    assert case.title not in page
    assert titles(page) == []
    assert like.title not in page


@pytest.mark.parametrize("count", [1, 10])
def test_queries_are_the_same_for_one_hit_and_for_ten(
    search_index: Any, run_outbox: RunOutbox, client: Client, django_assert_num_queries: Any, count: int
) -> None:
    for number in range(count):
        place(make_case(title=f"Speelgroen {number}", themes=("wonen",)), NORTH)
    run_outbox()
    ask(client)
    with django_assert_num_queries(7):
        assert len(letters(ask(client, soort="case"))) == count
    with django_assert_num_queries(7):
        assert len(letters(ask(client, thema="wonen", status="loopt"))) == count
    with django_assert_num_queries(10):
        assert len(letters(ask(client, gemeente="amsterdam", wijk=NORTH))) == count


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.sampled_from(
            "q soort thema bewijs status gemeente wijk van tot lijkt_op sorteer zoals page".split()
        ),
        st.text(max_size=60)
        | st.sampled_from(["case:1", "case:" + "9" * 30, "9223372036854775808", "\x00", "1e9"]),
    )
)
def test_no_address_gives_a_server_error(search_index: Any, client: Client, query: dict[str, str]) -> None:
    clean = {name: value.encode("utf-8", "ignore").decode() for name, value in query.items()}
    assert client.get("/zoeken/", clean).status_code in {200, 400}


@pytest.mark.parametrize(("count", "offered"), [(1, False), (2, True)])
def test_two_approaches_on_the_page_can_be_compared(
    search_index: Any, run_outbox: RunOutbox, client: Client, count: int, offered: bool
) -> None:
    cases = [make_case(title=f"Speelgroen {number}") for number in range(count)]
    run_outbox()
    page = ask(client)
    for case in cases:
        assert (f'form="vergelijk" name="p" value="{case.pk}"' in page) is offered
    assert ('id="vergelijk"' in page) is offered


def test_every_result_names_its_kind(three: None, client: Client) -> None:
    kinds = re.findall(r'<span class="kw-badge">([^<]*)</span>', ask(client))
    assert kinds
    assert set(kinds) <= {"Aanpak of experiment", "Pagina"}, kinds

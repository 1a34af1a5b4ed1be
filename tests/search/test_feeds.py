"""Atom feeds: valid, steady, and only what everybody may read."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from search.api import find
from search.features.feeds.of_search import JUDGEMENTS_PER_HOUR
from tests.factories.pages import make_case, make_wijk_page

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/zoeken/feed"


def parsed(response: Any) -> ElementTree.Element:
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)


def titles(feed: ElementTree.Element) -> list[str]:
    return [str(entry.findtext(f"{ATOM}title")) for entry in feed.findall(f"{ATOM}entry")]


def moment(text: str | None) -> datetime:
    found = datetime.fromisoformat(str(text))
    assert found.tzinfo is not None
    return found


def publish(run_outbox: Callable[[], int], *names: str, **fields: Any) -> list[Any]:
    """Cases that fit, the first one the oldest."""
    cases = [make_case(title=name, problem_text="Hittestress in de wijk.", **fields) for name in names]
    for day, case in enumerate(cases, 1):
        Page.objects.filter(pk=case.pk).update(first_published_at=datetime(2026, 1, day, tzinfo=UTC))
    run_outbox()
    return cases


@pytest.mark.parametrize("address", [f"{FEED}?q=hittestress", "/kennis/feed"])
def test_feed_is_valid_atom_with_the_newest_first(
    search_index: Any, run_outbox: Callable[[], int], client: Client, address: str
) -> None:
    publish(run_outbox, "Hittestress oud", "Hittestress nieuw", summary="Kort & <krachtig>.")
    feed = parsed(client.get(address))
    assert feed.tag == f"{ATOM}feed"
    assert titles(feed) == ["Hittestress nieuw", "Hittestress oud"]
    for part in (feed, *feed.findall(f"{ATOM}entry")):
        assert part.findtext(f"{ATOM}id")
        assert part.findtext(f"{ATOM}title")
        moment(part.findtext(f"{ATOM}updated"))
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver{address}"
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == 2
    for entry in feed.findall(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert str(link.get("href")).startswith("http://testserver/kennis/")
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Krachtwijken"
        assert entry.findtext(f"{ATOM}summary") == "Kort &amp; &lt;krachtig&gt;."
    assert moment(feed.findtext(f"{ATOM}updated")) >= max(
        moment(entry.findtext(f"{ATOM}updated")) for entry in feed.findall(f"{ATOM}entry")
    )


def test_id_stays_when_title_and_address_change(
    search_index: Any, run_outbox: Callable[[], int], client: Client
) -> None:
    (case,) = publish(run_outbox, "Hittestress")
    before = parsed(client.get("/kennis/feed")).findtext(f"{ATOM}entry/{ATOM}id")
    page = case.specific
    page.title, page.slug = "Hittestress in de wijk", "anders"
    page.save_revision().publish()
    feed = parsed(client.get("/kennis/feed"))
    assert titles(feed) == ["Hittestress in de wijk"]
    assert feed.findtext(f"{ATOM}entry/{ATOM}id") == before


def test_whoever_asks_gets_what_a_visitor_may_read(
    search_index: Any, run_outbox: Callable[[], int], client: Client, as_role: Callable[..., Client]
) -> None:
    member = as_role("gemeente")
    hidden, _ = publish(run_outbox, "Hittestress geheim", "Hittestress open")
    for address in (f"{FEED}?q=hittestress", "/kennis/feed"):
        assert len(titles(parsed(client.get(address)))) == 2
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    for who in (client, member):
        for address in (f"{FEED}?q=hittestress", "/kennis/feed"):
            assert titles(parsed(who.get(address))) == ["Hittestress open"]
    assert "Hittestress geheim" in member.get("/zoeken/", {"q": "hittestress"}).content.decode()
    run_outbox()
    from django.core.cache import cache

    cache.clear()
    assert titles(parsed(member.get(f"{FEED}?q=hittestress"))) == ["Hittestress open"]


def test_feed_follows_the_filters_and_leaves_the_rest_of_the_address_out(
    search_index: Any, run_outbox: Callable[[], int], client: Client
) -> None:
    publish(run_outbox, "Hittestress wonen", themes=("wonen",))
    publish(run_outbox, "Hittestress werken", themes=("werken",))
    feed = parsed(client.get(f"{FEED}?page=3&utm=x&thema=wonen&q=hittestress"))
    assert titles(feed) == ["Hittestress wonen"]
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver{FEED}?q=hittestress&thema=wonen"


def test_feed_holds_at_most_thirty(search_index: Any, run_outbox: Callable[[], int], client: Client) -> None:
    for _ in range(32):
        make_case(title="Hittestress")
    run_outbox()
    assert len(titles(parsed(client.get("/kennis/feed")))) == 30
    assert len(titles(parsed(client.get(f"{FEED}?q=hittestress")))) == 30


def test_what_does_not_clearly_fit_is_left_out(
    search_index: Any, run_outbox: Callable[[], int], client: Client
) -> None:
    make_case(title="Portiek", problem_text="Niemand groet elkaar in de straat.")
    publish(run_outbox, "Schaduwdoeken")
    shown = find("hittestress wijk straat", viewer=AnonymousUser()).hits
    assert {hit.title for hit in shown} >= {"Schaduwdoeken", "Portiek"}
    assert titles(parsed(client.get(f"{FEED}?q=hittestress+wijk+straat"))) == ["Schaduwdoeken"]


@pytest.mark.parametrize("address", [f"{FEED}?q=hittestress", FEED, f"{FEED}?q=qqxxzz", "/kennis/feed"])
def test_unchanged_feed_is_not_sent_twice(
    search_index: Any, run_outbox: Callable[[], int], client: Client, address: str
) -> None:
    publish(run_outbox, "Hittestress")
    tag = client.get(address).headers["ETag"]
    assert client.get(address, HTTP_IF_NONE_MATCH=tag).status_code == 304
    publish(run_outbox, "Hittestress weer")
    from django.core.cache import cache

    cache.clear()
    changed = client.get(address, HTTP_IF_NONE_MATCH=tag).status_code == 200
    assert changed is ("hitte" in address or "kennis" in address)


@pytest.mark.parametrize(
    "query", ["", "q=", "q=" + "x" * 9000, "q=%01%02a", "soort=x&thema=y", "q=a&page=" + "9" * 400]
)
def test_any_query_gives_a_feed(search_index: Any, client: Client, query: str) -> None:
    parsed(client.get(f"{FEED}?{query}"))


def test_without_an_index_the_feed_is_empty_and_comes_back(
    search_index: Any, run_outbox: Callable[[], int], client: Client
) -> None:
    publish(run_outbox, "Hittestress")
    mark = search_index.store.folder / "format"
    content = mark.read_bytes()
    mark.unlink()
    assert titles(parsed(client.get(f"{FEED}?q=hittestress"))) == []
    mark.write_bytes(content)
    assert titles(parsed(client.get(f"{FEED}?q=hittestress"))) == ["Hittestress"]


def test_one_address_cannot_have_everything_judged(search_index: Any, client: Client) -> None:
    codes = {client.get(FEED, {"q": f"vraag {number}"}).status_code for number in range(JUDGEMENTS_PER_HOUR)}
    assert codes == {200}
    assert client.get(FEED, {"q": "nog een"}).status_code == 429
    assert client.get(FEED, {"q": "vraag 0"}).status_code == 200, "what was judged before stays free"


def test_pages_name_their_feeds(search_index: Any, client: Client) -> None:
    make_case(title="Hittestress")
    page = client.get("/zoeken/", {"q": "hitte & stress", "page": "1"}).content.decode()
    assert 'type="application/atom+xml" title="Deze zoekvraag" href="/zoeken/feed?q=hitte+%26+stress"' in page
    assert "Volg deze zoekvraag (Atom)" in page
    assert 'href="/kennis/feed"' in client.get("/kennis/").content.decode()


def test_feeds_ask_a_fixed_number_of_times(
    search_index: Any, run_outbox: Callable[[], int], client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        make_case(title="Hittestress")
    run_outbox()
    client.get(f"{FEED}?q=hittestress")
    for address in (f"{FEED}?q=hittestress", "/kennis/feed"):
        with django_assert_max_num_queries(8):
            client.get(address)


def test_control_character_that_the_database_holds_already_leaves_the_feed_well_formed(
    search_index: Any, run_outbox: Callable[[], int], client: Client
) -> None:
    (case,) = publish(run_outbox, "Hittestress")
    # Past the tidying of a save.
    type(case).objects.filter(pk=case.pk).update(title="Hitte\x0bstress", summary="Kort\x02 \uffff gezegd.")
    for address in (f"{FEED}?q=hittestress", "/kennis/feed"):
        feed = parsed(client.get(address))
        assert titles(feed) == ["Hitte\nstress"]


def test_control_character_in_the_question_leaves_the_feed_well_formed(
    search_index: Any, client: Client
) -> None:
    parsed(client.get(f"{FEED}?q=hitte%0bstress%02"))


def test_feed_of_cases_follows_a_theme_a_wijk_or_a_problem(site_tree: Any, client: Client) -> None:
    wijk = make_wijk_page("arnhem-klarendal")
    tied = make_case(title="Wonen in Klarendal", themes=("wonen",), problems=("WO12",)).specific
    tied.wijken = [wijk.wijk]
    tied.save_revision().publish()
    make_case(title="Iets anders", themes=("werken",), problems=("WE01",))
    assert titles(parsed(client.get("/kennis/feed"))) == ["Iets anders", "Wonen in Klarendal"]
    for query in ("thema=wonen", "wijk=arnhem-klarendal", "probleem=WO12"):
        feed = parsed(client.get(f"/kennis/feed?{query}"))
        assert titles(feed) == ["Wonen in Klarendal"]
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == f"http://testserver/kennis/feed?{query}"
        assert links["alternate"] == f"http://testserver/kennis/?{query}"
    assert "Wonen" in str(parsed(client.get("/kennis/feed?thema=wonen")).findtext(f"{ATOM}title"))


@pytest.mark.parametrize(
    "query", ["thema=%00", "thema=bestaat-niet", "wijk=" + "a" * 500, "bewijs=x&sorteer=y"]
)
def test_feed_of_cases_takes_any_address(site_tree: Any, client: Client, query: str) -> None:
    make_case()
    # A zero byte is refused before any page sees it.
    assert client.get(f"/kennis/feed?{query}").status_code in {200, 400}


def test_filtered_feed_holds_what_a_visitor_may_read_whoever_asks(
    site_tree: Any, as_role: Callable[..., Client]
) -> None:
    case = make_case(themes=("wonen",))
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    assert titles(parsed(as_role("gemeente").get("/kennis/feed?thema=wonen"))) == []


def test_list_and_pages_link_to_the_feed_of_what_they_show(site_tree: Any, client: Client) -> None:
    make_case(themes=("wonen",))
    assert 'href="/kennis/feed?thema=wonen"' in client.get("/kennis/?thema=wonen").content.decode()
    page = make_wijk_page("arnhem-klarendal")
    assert 'href="/kennis/feed?wijk=arnhem-klarendal"' in client.get(page.url).content.decode()

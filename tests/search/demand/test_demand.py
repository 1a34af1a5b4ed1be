"""What was asked: counted without a person, shown when nobody can be told from it, and never in the way of a page."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from krachtwijken.core import retention
from krachtwijken.core.discovery import unanswered_searches
from krachtwijken.core.outbox import scheduler
from krachtwijken.core.outbox.scheduler import JOBS
from search.features.query_demand import counting as log
from search.features.query_demand.enums import Moderation
from search.features.query_demand.models import AskedQuery, QueryLog
from search.features.query_demand.selectors import (
    demand_by_theme,
    unanswered_by_problem,
    unanswered_questions,
)
from search.features.query_demand.services import NotAllReviewedError, count_question, review_questions
from search.features.query_demand.wording import has_known_words_only, kept_form
from search.indexing.signals import refresh_row
from search.types import Recognised
from tests.factories.pages import make_case

ASKED = "/zoeken/gevraagd/"
TODAY = timezone.localdate()


def ask(query: str, *, days: int = 2, times: int = 1) -> None:
    for back in range(days):
        for _ in range(times):
            count_question(query=query, day=TODAY - timedelta(days=back), hits=0)


def page(client: Client) -> str:
    return client.get(ASKED).content.decode()


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("  Schulden   bij JONGEREN? ", "schulden bij jongeren"),
        ("Éénzame ouderen", "éénzame ouderen"),
        ("«hittestress»", "«hittestress»"),
        ("een twee drie vier vijf zes zeven", ""),
        ("x" * 81, ""),
        ("ab", ""),
        ("...", ""),
        ("wijk 12", ""),
        ("mail jan@example.nl", ""),
        ("piet@", ""),
        ("www.voorbeeld", ""),
        ("voorbeeld.nl", ""),
        ("Fatima uit de wijk", ""),
        ("mohammed schulden", ""),
        ("mevrouw de boer", ""),
        ("familie bakker", ""),
        ("0612345678", ""),
        ("J. Pietersen schulden", ""),
        ("", ""),
        ("'s avonds overlast!", "'s avonds overlast"),
        ("’s avonds overlast", "'s avonds overlast"),
        ("“’s avonds” overlast", "'s avonds” overlast"),
        ("s avonds overlast", "s avonds overlast"),
        ("uithuis\u00adplaatsing", "uithuisplaatsing"),
        ("coo\u0308rdinatie", "coördinatie"),
    ],
)
def test_only_short_questions_without_a_person_are_kept(query: str, form: str) -> None:
    assert kept_form(query) == form


@pytest.mark.parametrize(
    ("form", "known"),
    [
        ("schulden bij jongeren", True),
        ("schuldhulpverlening in klarendal", True),
        ("asdfgh", False),
        ("schulden van wojciechowska", False),
    ],
)
def test_unknown_words_are_seen(form: str, known: bool) -> None:
    assert has_known_words_only(form, frozenset({"klarendal"})) is known


def test_question_asked_again_writes_nothing(
    search_index: Any, client: Client, django_assert_num_queries: Any
) -> None:
    client.get("/zoeken/", {"q": "hittestress"})
    client.get("/zoeken/", {"q": "Hittestress"})
    with django_assert_num_queries(0):
        log.write_down()
    log._left.note = log.Note("hittestress", 0, "somebody else", TODAY)
    log.write_down()
    assert QueryLog.objects.get(query="hittestress").count == 2


def test_search_is_counted_once_per_address_and_day(search_index: Any, client: Client) -> None:
    for _ in range(4):
        client.get("/zoeken/", {"q": "Hittestress"})
    client.get("/zoeken/", {"q": "hittestress"}, REMOTE_ADDR="10.0.0.2")
    row = QueryLog.objects.get()
    assert (row.query, row.day, row.count, row.found) == ("hittestress", TODAY, 2, 0)


def test_one_address_cannot_fill_the_list(
    search_index: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.features.query_demand.counting.QUESTIONS_A_DAY", 2)
    for word in ("hitte", "schulden", "overlast"):
        client.get("/zoeken/", {"q": word})
    assert QueryLog.objects.count() == 2


def test_row_holds_nothing_but_words_day_and_numbers() -> None:
    assert {field.name for field in QueryLog._meta.get_fields()} == {"id", "query", "day", "count", "found"}


@pytest.mark.parametrize("query", [{"q": "hitte", "thema": "wonen"}, {"q": "hitte", "page": "2"}, {"q": ""}])
def test_filters_further_pages_and_nothing_are_not_counted(
    search_index: Any, client: Client, query: dict[str, str]
) -> None:
    make_case(title="Hitte")
    client.get("/zoeken/", query)
    client.head("/zoeken/", {"q": "hitte"})
    assert not QueryLog.objects.exists()


def test_what_somebody_with_an_account_finds_is_not_kept(
    search_index: Any, run_outbox: Callable[[], int], as_role: Callable[..., Client]
) -> None:
    case = make_case(title="Hittestress")
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    run_outbox()
    member = as_role("gemeente")
    assert "Hittestress" in member.get("/zoeken/", {"q": "hittestress"}).content.decode()
    assert QueryLog.objects.get().found is None


@pytest.mark.parametrize(
    "place",
    ["search.features.query_demand.counting.count_question", "search.features.query_demand.counting.allow"],
)
def test_log_that_fails_does_not_break_the_page(
    search_index: Any, client: Client, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def fails(**_options: Any) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(place, fails)
    assert client.get("/zoeken/", {"q": "hittestress"}).status_code == 200
    monkeypatch.undo()


def test_table_that_is_away_does_not_break_the_page(
    search_index: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QueryLog._meta, "db_table", "is_not_there")
    response = client.get("/zoeken/", {"q": "hittestress"})
    assert response.status_code == 200
    monkeypatch.undo()
    assert not QueryLog.objects.exists()


def test_page_itself_does_no_write(
    search_index: Any, client: Client, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[object] = []
    monkeypatch.setattr(
        "search.features.query_demand.counting.count_question", lambda **options: written.append(options)
    )
    from django.core.signals import request_finished

    from search.features.query_demand.counting import write_down

    request_finished.disconnect(dispatch_uid="search.demand")
    client.get("/zoeken/", {"q": "hittestress"})
    assert not written, "before the answer is out nothing is written"
    request_finished.connect(write_down, dispatch_uid="search.demand")
    with django_assert_max_num_queries(12):
        write_down()
    assert len(written) == 1
    write_down()
    assert len(written) == 1


@pytest.mark.parametrize(
    ("days", "times", "shown"), [(1, 1, False), (1, 2, False), (2, 1, True), (1, 3, True)]
)
def test_question_is_shown_when_asked_often_enough(
    search_index: Any, client: Client, days: int, times: int, shown: bool
) -> None:
    ask("hittestress", days=days, times=times)
    review_questions()
    assert ("Hittestress" in page(client)) is shown


def test_question_is_not_shown_before_the_first_look(search_index: Any, client: Client) -> None:
    ask("hittestress")
    assert "Hittestress" not in page(client)


def test_unknown_words_wait_for_the_redactie_and_hidden_ones_stay_away(
    search_index: Any, client: Client
) -> None:
    ask("overlast van wojciechowska")
    ask("hittestress")
    review_questions()
    assert "wojciechowska" not in page(client)
    AskedQuery.objects.filter(query__contains="wojc").update(moderation=Moderation.SHOWN)
    AskedQuery.objects.filter(query="hittestress").update(moderation=Moderation.HIDDEN)
    review_questions()
    shown = page(client)
    assert "wojciechowska" in shown
    assert "ittestress" not in shown
    assert "hittestress" in {asked.query for asked in AskedQuery.objects.all()}


def test_answered_question_leaves_the_list_and_is_marked(
    search_index: Any, run_outbox: Callable[[], int], client: Client
) -> None:
    ask("hittestress")
    JOBS["search.questions"]()
    assert "Nu wel beantwoord" not in page(client)
    case = make_case(title="Hittestress", summary="Hittestress.")
    run_outbox()
    JOBS["search.questions"]()
    assert not unanswered_questions()
    assert "Nu wel beantwoord" in page(client)
    case.specific.unpublish()
    JOBS["search.questions"]()
    assert [asked.query for asked in unanswered_questions()] == ["hittestress"]
    assert "Nu wel beantwoord" not in page(client)


def test_restricted_answer_is_no_answer_for_the_public(
    search_index: Any, run_outbox: Callable[[], int], as_role: Callable[..., Client]
) -> None:
    case = make_case(title="Hittestress", summary="Hittestress.")
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    refresh_row(case)
    run_outbox()
    ask("hittestress")
    review_questions()
    for client in (Client(), as_role("redactie")):
        assert "Nu wel beantwoord" not in page(client)
        assert "Hittestress" in page(client)


def test_question_that_was_always_answered_is_in_neither_list(
    search_index: Any, run_outbox: Callable[[], int], client: Client
) -> None:
    make_case(title="Hittestress", summary="Hittestress.")
    run_outbox()
    ask("hittestress")
    review_questions()
    assert "ittestress" not in page(client)


def test_one_question_that_fails_leaves_the_others(
    search_index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("hittestress")
    ask("schulden")
    from search.features.query_demand import services

    real = services.matches_of_query

    def breaks(text: str, **options: Any) -> Any:
        if text == "hittestress":
            raise RuntimeError("not tonight")
        return real(text, **options)

    monkeypatch.setattr(services, "matches_of_query", breaks)
    with pytest.raises(NotAllReviewedError):
        review_questions()
    assert AskedQuery.objects.get(query="schulden").checked_at is not None


def test_without_an_index_nothing_is_called_unanswered(search_index: Any, client: Client) -> None:
    (search_index.store.folder / "format").unlink()
    ask("hittestress")
    with pytest.raises(NotAllReviewedError):
        review_questions()
    assert "Hittestress" not in page(client)


def test_night_without_an_index_is_tried_again_and_then_counts(
    search_index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "JOBS", {"search.questions": JOBS["search.questions"]})
    ask("hittestress")
    mark = search_index.store.folder / "format"
    kept = mark.read_bytes()
    mark.unlink()
    today = timezone.localdate()
    assert scheduler.run_all(day=today) == []
    mark.write_bytes(kept)
    with time_machine.travel(timezone.now() + scheduler.RETRY_AFTER):
        assert scheduler.run_all(day=today) == ["search.questions"]
    assert AskedQuery.objects.get(query="hittestress").checked_at is not None


def test_demand_per_theme_adds_up_and_leaves_hidden_questions_out(search_index: Any, client: Client) -> None:
    ask("werkloosheid en armoede", times=3)
    ask("taalachterstand van peuters", days=1)
    review_questions()
    rows = {row.name: row for row in demand_by_theme()}
    assert (rows["Werken"].asked, rows["Werken"].unanswered, rows["Werken"].share) == (6, 6, 100)
    assert rows["Leren en opgroeien"].asked == 1
    assert rows["Veiligheid"].asked == 0
    assert page(client).count("kw-demand__bar") == 5
    AskedQuery.objects.update(moderation=Moderation.HIDDEN)
    assert sum(row.asked for row in demand_by_theme()) == 0


def test_page_does_not_ask_more_with_more_questions(
    search_index: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    for word in ("hittestress", "schulden", "overlast", "armoede", "eenzaamheid"):
        ask(word)
    review_questions()
    page(client)
    with django_assert_max_num_queries(5):
        page(client)


def test_words_of_visitors_are_escaped(search_index: Any, client: Client) -> None:
    ask("<b>hitte</b>")
    review_questions()
    AskedQuery.objects.update(moderation=Moderation.SHOWN)
    assert "<b>hitte" not in page(client).lower()
    assert "&lt;b&gt;hitte" in page(client).lower()


def test_counts_are_forgotten_after_400_days(search_index: Any) -> None:
    for query, days in (("lang geleden", 401), ("net binnen de tijd", 400)):
        count_question(query=query, day=TODAY - timedelta(days=days), hits=0)
    ask("hittestress")
    review_questions()
    assert AskedQuery.objects.count() == 3
    assert retention.forget_all()["search.questions"] == 2
    assert {asked.query for asked in AskedQuery.objects.all()} == {"hittestress", "net binnen de tijd"}


def test_redactie_hides_a_question_and_nobody_makes_or_deletes_one(
    search_index: Any, as_role: Callable[..., Client]
) -> None:
    from django.core.management import call_command

    call_command("set_up_roles", verbosity=0)
    ask("hittestress")
    review_questions()
    asked = AskedQuery.objects.get()
    base = "/admin/snippets/search/askedquery"
    redactie, centre = as_role("redactie"), as_role("kenniscentrum")
    super_user = as_role("beheer", is_superuser=True)
    assert "hittestress" in redactie.get(f"{base}/").content.decode()
    assert redactie.get(f"{base}/edit/{asked.pk}/").status_code == 200
    redactie.post(f"{base}/edit/{asked.pk}/", {"moderation": "verbergen", "query": "gekaapt"})
    asked.refresh_from_db()
    assert (asked.moderation, asked.query) == (Moderation.HIDDEN, "hittestress")
    for client in (redactie, super_user, centre):
        client.post(f"{base}/add/", {"query": "verzonnen", "moderation": "tonen"})
        client.post(f"{base}/delete/{asked.pk}/")
    centre.post(f"{base}/edit/{asked.pk}/", {"moderation": "tonen"})
    asked.refresh_from_db()
    assert asked.moderation == Moderation.HIDDEN
    assert AskedQuery.objects.count() == 1


def test_question_begins_with_the_capital_that_dutch_writes(search_index: Any, client: Client) -> None:
    for question in ("ijsbaan in de wijk", "'s avonds overlast"):
        ask(question, days=3)
    review_questions()
    shown = unescape(page(client))
    assert "IJsbaan in de wijk" in shown
    assert "'s Avonds overlast" in shown


def state_problems(monkeypatch: pytest.MonkeyPatch, *codes: str) -> None:
    named = [Recognised(code, code, "wonen", "Zin.", 0.9) for code in codes]
    monkeypatch.setattr("search.features.query_demand.services.recognise", lambda text: named)


def test_questions_without_an_answer_count_for_the_problems_that_they_state(
    search_index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    state_problems(monkeypatch, "WO01", "WO12")
    ask("te weinig groen", days=2)
    ask("kapotte stoepen", days=1)
    review_questions()
    assert unanswered_by_problem() == {"WO01": 3, "WO12": 3}
    AskedQuery.objects.filter(query="te weinig groen").update(answers=1)
    assert unanswered_by_problem() == {"WO01": 1, "WO12": 1}
    AskedQuery.objects.filter(query="kapotte stoepen").update(moderation=Moderation.HIDDEN)
    assert unanswered_by_problem() == {}


def test_question_of_before_problems_were_counted_gets_them_at_the_next_look(
    search_index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("te weinig groen")
    review_questions()
    AskedQuery.objects.update(problems=None)
    assert unanswered_by_problem() == {}
    state_problems(monkeypatch, "WO12")
    review_questions()
    assert unanswered_by_problem() == {"WO12": 2}


def test_search_gives_this_to_the_pages_below_it() -> None:
    assert unanswered_searches.current() is unanswered_by_problem


@pytest.mark.django_db
def test_who_knows_something_is_led_to_the_form_for_sharing(site_tree: Any, client: Client) -> None:
    part = client.get(ASKED).content.decode().split("Zo deelt u een aanpak")[1]
    assert 'href="/kennis/delen/"' in part.split("</section>")[0]

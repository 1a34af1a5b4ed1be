"""Several web processes and workers on PostgreSQL, Elasticsearch and Redis: publish, find, ask, and every part lost in
turn. The tests tell one story and run in order; each leaves the site whole."""

import contextlib
import http.client
import os
import signal
import threading
import time
import urllib.request
from collections import Counter
from urllib.parse import urlencode

import pytest

from search.evaluation.bench.server import children
from tests.factories.accounts import code_now
from tests.factories.wizard import wizard_answers
from tests.scaleout.browser import Browser
from tests.scaleout.stage import WEB_PROCESSES, Stage, until

NOTICE = "Zoeken werkt nu beperkt"
MAILS = 40


@pytest.fixture(scope="module")
def secrets(stage: Stage) -> dict[str, str]:
    return stage.step("people")


@pytest.fixture(scope="module")
def gemeente(stage: Stage, secrets: dict[str, str]) -> Browser:
    browser = stage.browser()
    data = {"login": "gemeente@example.org", "password": secrets["password"]}
    assert browser.post("/accounts/login/", data).location == "/mijn/"
    return browser


@pytest.fixture(scope="module")
def desk(stage: Stage, secrets: dict[str, str]) -> Browser:
    """Staff: a password and a code, as everywhere in production."""
    browser = stage.browser()
    data = {"login": "loket@example.org", "password": secrets["password"]}
    assert browser.post("/accounts/login/", data).location == "/accounts/2fa/authenticate/"
    given = browser.post("/accounts/2fa/authenticate/", {"code": code_now(secrets["secret"])})
    assert given.status == 302
    return browser


def found(stage: Stage, title: str) -> bool:
    page = stage.browser().get(f"/zoeken/?{urlencode({'q': title})}")
    assert page.status == 200
    return NOTICE not in page.text and title in page.text


def publish_and_find(stage: Stage, title: str) -> None:
    stage.step("publish", title)
    until(lambda: found(stage, title), seconds=20, what=f"{title} is found")


def fill_in(browser: Browser, stage: Stage) -> None:
    wijk = stage.rows(
        "SELECT w.id FROM core_wijk w JOIN core_gemeente g ON g.id = w.gemeente_id WHERE g.slug = 'arnhem' LIMIT 1"
    )[0][0]
    browser.get("/loket/aanvraag/")
    for name, data in wizard_answers(wijk).items():
        answer = browser.post(f"/loket/aanvraag/{name}/", {key: str(value) for key, value in data.items()})
        assert answer.status == 302, (name, answer.status)


def requests(stage: Stage) -> list[str]:
    return [row[0] for row in stage.rows("SELECT reference FROM matching_supportrequest ORDER BY id")]


def site_answers(browser: Browser, times: int = 12) -> None:
    """More often than there are threads, so that every one of them has its turn."""
    assert Counter(browser.get("/loket/").status for _ in range(times)) == {200: times}


def test_what_is_published_in_one_process_is_found_through_another(stage: Stage) -> None:
    publish_and_find(stage, "Kruidentuin op het dak")


def test_request_of_a_gemeente_is_on_the_work_list_and_everybody_has_mail_once(
    stage: Stage, gemeente: Browser, desk: Browser
) -> None:
    fill_in(gemeente, stage)
    sent = gemeente.post("/loket/aanvraag/controle/", {})
    (reference,) = requests(stage)
    assert reference in sent.location
    assert reference in gemeente.get(sent.location).text
    assert reference in desk.get("/loket/werkvoorraad/").text
    stage.all_mail_sent()
    for address in ("gemeente@example.org", "loket@example.org"):
        assert len([mail for mail in stage.mail.to(address) if reference in mail["Subject"]]) == 1


def test_killed_worker_loses_no_mail_and_doubles_none(stage: Stage) -> None:
    stage.step("mails", str(MAILS))
    until(lambda: stage.mail.to("veel@example.org"), seconds=20, what="the first mail")
    stage.kill("worker 1")
    held = stage.rows("SELECT count(*) FROM core_outboxrow WHERE state = 'working'")[0][0]
    # The lease of what it had in hand ends: five minutes go by.
    stage.change(
        "UPDATE core_outboxrow SET leased_until = now() - interval '1 second' "
        "WHERE state = 'working' AND leased_until < now() + interval '4 minutes 58 seconds'"
    )
    stage.start("worker 1")
    time.sleep(2.1)
    stage.change(
        "UPDATE core_outboxrow SET leased_until = now() - interval '1 second' "
        "WHERE state = 'working' AND leased_until < now() + interval '4 minutes 58 seconds'"
    )
    stage.all_mail_sent()
    ids = Counter(str(mail["Message-ID"]) for mail in stage.mail.to("veel@example.org"))
    assert len(ids) == MAILS
    # What left before the kill but was not marked goes again under its own number, which a receiver throws away.
    assert sum(ids.values()) - MAILS <= held


def test_killed_web_process_comes_back_by_itself(stage: Stage, gemeente: Browser) -> None:
    parent = stage.processes["web"].pid
    before = children(parent)
    assert len(before) == WEB_PROCESSES
    os.kill(before[0], signal.SIGKILL)
    until(
        lambda: len(set(children(parent)) - {before[0]}) == WEB_PROCESSES,
        seconds=20,
        what="a new web process",
    )
    site_answers(gemeente)


def test_web_killed_while_a_request_is_sent_gives_that_request_once(
    stage: Stage, gemeente: Browser, desk: Browser
) -> None:
    fill_in(gemeente, stage)
    known = requests(stage)
    page = gemeente.get("/loket/aanvraag/controle/")
    token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]

    def send() -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            gemeente.send("/loket/aanvraag/controle/", {"csrfmiddlewaretoken": token})

    sending = threading.Thread(target=send)
    sending.start()
    time.sleep(0.05)
    stage.kill("web")
    sending.join()
    stage.start("web")
    stage.wait_for_web()
    # Still logged in; whoever sends again gets the same request.
    gemeente.send("/loket/aanvraag/controle/", {"csrfmiddlewaretoken": token})
    gemeente.send("/loket/aanvraag/controle/", {"csrfmiddlewaretoken": token})
    (reference,) = sorted(set(requests(stage)) - set(known))
    assert reference in gemeente.get("/mijn/verzoeken/").text
    assert reference in desk.get("/loket/werkvoorraad/").text


def test_database_connections_that_are_cut_are_opened_again(stage: Stage, gemeente: Browser) -> None:
    site_answers(gemeente)
    stage.change(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    site_answers(gemeente)
    # The workers lost theirs as well.
    publish_and_find(stage, "Warme maaltijd in de speeltuin")


def test_elasticsearch_out_of_reach_gives_the_simpler_list_and_comes_back_by_itself(stage: Stage) -> None:
    stage.passage.close()
    page = stage.browser().get("/zoeken/?q=kruidentuin")
    assert (page.status, NOTICE in page.text) == (200, True)
    stage.step("publish", "Repaircafé naast de wasserette")
    stage.passage.open()
    until(lambda: found(stage, "Kruidentuin op het dak"), seconds=20, what="search is whole again")
    # What was published meanwhile waited in the outbox.
    until(lambda: found(stage, "Repaircafé naast de wasserette"), seconds=60, what="the late page is found")


def test_index_that_is_gone_gives_the_simpler_list_until_it_is_made_again(stage: Stage) -> None:
    names = urllib.request.urlopen(f"{stage.elasticsearch}/_alias/{stage.index}", timeout=10).read().decode()
    for name in [part for part in names.split('"') if part.startswith(f"{stage.index}-")]:
        delete = urllib.request.Request(f"{stage.elasticsearch}/{name}", method="DELETE")
        urllib.request.urlopen(delete, timeout=10)
    page = stage.browser().get("/zoeken/?q=kruidentuin")
    assert (page.status, NOTICE in page.text) == (200, True)
    stage.run("manage.py", "rebuild_index", "--if-needed")
    until(lambda: found(stage, "Kruidentuin op het dak"), seconds=20, what="search is whole again")


def test_cache_that_is_killed_closes_no_page_and_ends_no_session(stage: Stage, gemeente: Browser) -> None:
    if "redis" not in stage.processes:
        pytest.skip("no redis-server on this machine")
    stage.kill("redis")
    site_answers(gemeente)
    assert gemeente.get("/mijn/verzoeken/").status == 200
    stage.start("redis")
    publish_and_find(stage, "Buurtbus voor de bibliotheek")


def test_in_the_end_nothing_is_lost_doubled_or_stuck_and_all_parts_end_cleanly(stage: Stage) -> None:
    stage.all_mail_sent()
    assert stage.rows("SELECT count(*) FROM core_outboxrow WHERE state = 'dead'") == [(0,)]
    assert len(requests(stage)) == 2
    marked = [row[0] for row in stage.rows("SELECT key FROM core_mailmessage")]
    assert len(set(stage.mail.ids())) == len(marked) == len(set(marked))
    for name in ("web", "worker 1", "worker 2"):
        code, last_words = stage.stop(name)
        assert code == 0, stage.log_of(name)
        for word in ("Traceback", "terminate called", "SIGABRT", "SIGKILL"):
            assert word not in last_words

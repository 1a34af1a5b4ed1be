"""Readers say whether a find fits: what is kept, what is refused, and what stays hidden."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from expertpool.enums import Visibility
from expertpool.models import ExpertProfile
from knowledge.models import CasePage
from krachtwijken.core import retention
from search.features.answer.models import ProblemStatement
from search.features.answer.selectors import problem_codes, sections_for
from search.features.answer.verdicts.models import WHY_LENGTH, AnswerVerdict
from search.features.answer.verdicts.views import THANKS, VERDICTS_PER_HOUR
from search.types import Kind
from tests.factories.pages import make_wijk_page

AsRole = Callable[..., Client]


def say(client: Client, address: str, key: str, verdict: str = "ja", query: str = "", **fields: Any) -> Any:
    path, _, before = address.partition("?")
    return client.post(f"{path}oordeel/{query or before}", {"key": key, "verdict": verdict, **fields})


def make_profile(visibility: str) -> ExpertProfile:
    return ExpertProfile.objects.create(
        title="Straatkenner", slug="straatkenner", summary="Kent jongeren op straat.", about="Hangt erbij.",
        levels=["bewoner"], roles=[], days_per_month=2, visibility=visibility,
        consent_until=timezone.localdate() + timedelta(days=10),
    )  # fmt: skip


def test_verdict_is_kept_with_what_the_answer_said_and_without_who(
    client: Client, case: CasePage, statement: ProblemStatement, address: str
) -> None:
    key = f"case:{case.pk}"
    response = say(client, address, key, "nee", why="Wij hebben geen\r\nwinkelcentrum.")
    assert response.status_code == 302
    assert response.headers["Location"] == f"{address}#vondst-case-{case.pk}"
    row = AnswerVerdict.objects.get()
    assert (row.key, row.verdict, row.why) == (key, "nee", "Wij hebben geen\nwinkelcentrum.")
    assert row.problem_codes == problem_codes(statement.text, None) != []
    shown = sections_for(statement.text, viewer=AnonymousUser(), kinds={Kind.CASE})[0].items[0]
    assert row.chance == shown.match.score
    names = {field.name for field in AnswerVerdict._meta.get_fields()}
    assert names == {"id", "key", "verdict", "why", "problem_codes", "chance", "created_at"}


def test_reader_is_thanked_beside_the_find_and_once(client: Client, case: CasePage, address: str) -> None:
    say(client, address, f"case:{case.pk}")
    page = client.get(address).content.decode()
    assert page.count(THANKS) == 1
    assert page.index(f'id="vondst-case-{case.pk}"') < page.index(THANKS)
    assert "Klopt dit?" not in page.partition(THANKS)[0].rpartition("<article")[2]
    assert THANKS not in client.get(address).content.decode()


def test_verdict_goes_with_the_problems_that_the_reader_chose(
    client: Client, case: CasePage, address: str
) -> None:
    chosen = "?gekozen=1&probleem=WE05"
    assert f'action="{address}oordeel/?gekozen=1&amp;probleem=WE05"' in client.get(
        address + chosen
    ).content.decode().replace("&#x27;", "'")
    response = say(client, address, f"case:{case.pk}", query=chosen)
    assert response.headers["Location"] == f"{address}{chosen}#vondst-case-{case.pk}"
    assert AnswerVerdict.objects.get().problem_codes == ["WE05"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"verdict": "", "why": "Dit is een goede reden."}, "Kies Ja of Nee."),
        ({"verdict": "misschien", "why": "Dit is een goede reden."}, "Kies Ja of Nee."),
        ({"why": "lang " * 80}, "te lang"),
        ({"why": "Bel mij op 06-12345678."}, "telefoonnummer"),
    ],
)
def test_bad_verdict_is_refused_beside_the_field_and_nothing_typed_is_lost(
    client: Client, case: CasePage, address: str, fields: dict[str, str], message: str
) -> None:
    response = say(client, address, f"case:{case.pk}", **fields)
    assert response.status_code == 422
    page = response.content.decode()
    card = page[page.index(f'id="vondst-case-{case.pk}"') :].partition("</article>")[0]
    assert message in card
    assert fields["why"].strip()[:WHY_LENGTH] in card
    assert 'kw-verdict kw-no-print" open' in card
    assert not AnswerVerdict.objects.exists()
    assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "key",
    ["", "case", "case:", "case:x", "case:0", "case:-1", "case:٣", "case:999999", "case:" + "9" * 14,
     "case:" + "9" * 400, "page:1", "document:1", "user:1", "%d:%s", "case:1 OR 1=1", "\x00"],
)  # fmt: skip
def test_what_cannot_stand_in_an_answer_is_not_judged(client: Client, address: str, key: str) -> None:
    response = say(client, address, key, why="Mijn reden blijft staan.")
    assert response.status_code == 422
    page = response.content.decode()
    assert "Dit staat niet meer op Krachtwijken" in page
    assert "Mijn reden blijft staan." in page
    assert not AnswerVerdict.objects.exists()


def test_key_of_another_kind_than_the_page_is_not_judged(
    client: Client, case: CasePage, address: str
) -> None:
    assert say(client, address, f"wijk:{case.pk}").status_code == 422
    assert not AnswerVerdict.objects.exists()


def test_find_that_the_answer_does_not_name_is_kept_without_a_chance(
    client: Client, site_tree: Any, address: str
) -> None:
    wijk = make_wijk_page("arnhem-klarendal")
    assert say(client, address, f"wijk:{wijk.pk}").status_code == 302
    assert AnswerVerdict.objects.get().chance is None


@pytest.mark.parametrize(
    ("ring", "role", "status"),
    [
        (Visibility.PUBLIC, "visitor", 302),
        (Visibility.GEMEENTEN, "visitor", 422),
        (Visibility.GEMEENTEN, "gemeente", 302),
        (Visibility.LOKET, "gemeente", 422),
        (Visibility.LOKET, "loket", 302),
    ],
)
def test_person_is_judged_by_who_may_see_them_only(
    address: str, as_role: AsRole, ring: str, role: str, status: int
) -> None:
    profile = make_profile(ring)
    client = Client() if role == "visitor" else as_role(role)
    response = say(client, address, f"profile:{profile.pk}")
    assert response.status_code == status
    assert AnswerVerdict.objects.exists() is (status == 302)
    if status == 422:
        assert "Straatkenner" not in response.content.decode()


def test_page_that_was_hidden_meanwhile_is_not_judged(client: Client, case: CasePage, address: str) -> None:
    PageViewRestriction.objects.create(page=case, restriction_type=PageViewRestriction.LOGIN)
    response = say(client, address, f"case:{case.pk}")
    assert response.status_code == 422
    assert "Avondronde" not in response.content.decode()
    assert not AnswerVerdict.objects.exists()


def test_answer_that_is_gone_takes_no_verdict(client: Client, case: CasePage, address: str) -> None:
    ProblemStatement.objects.update(expires_at=timezone.now())
    assert say(client, address, f"case:{case.pk}").status_code == 404
    assert say(client, "/antwoord/bestaat-niet/", f"case:{case.pk}").status_code == 404
    assert not AnswerVerdict.objects.exists()


def test_address_without_a_verdict_leads_to_the_answer_and_writes_nothing(
    client: Client, address: str
) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(f"{address}oordeel/?gekozen=1").headers["Location"] == f"{address}?gekozen=1"
        assert client.get(address).status_code == 200
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


def test_too_many_verdicts_are_refused(
    client: Client, case: CasePage, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert VERDICTS_PER_HOUR == 60
    monkeypatch.setattr("search.features.answer.verdicts.views.VERDICTS_PER_HOUR", 1)
    assert say(client, address, f"case:{case.pk}").status_code == 302
    assert say(client, address, f"case:{case.pk}").status_code == 429
    assert AnswerVerdict.objects.count() == 1


def test_form_of_another_site_is_refused(case: CasePage, address: str) -> None:
    assert say(Client(enforce_csrf_checks=True), address, f"case:{case.pk}").status_code == 403


def test_words_are_forgotten_after_two_years_and_the_verdict_stays(
    client: Client, case: CasePage, address: str
) -> None:
    for why in ("Oud.", "Nieuw."):
        say(client, address, f"case:{case.pk}", "nee", why=why)
    for why, days in (("Oud.", 730.1), ("Nieuw.", 729.9)):
        AnswerVerdict.objects.filter(why=why).update(created_at=timezone.now() - timedelta(days=days))
    assert retention.forget_all()["search.answer_verdicts"] == 1
    assert sorted(AnswerVerdict.objects.values_list("why", "verdict")) == [("", "nee"), ("Nieuw.", "nee")]
    assert retention.forget_all()["search.answer_verdicts"] == 0

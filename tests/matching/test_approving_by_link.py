"""Who helped without an account reads a draft case by a link that the loket passes on, or tells the loket what to write down."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from expertpool.models import ExpertProfile
from knowledge.contributions.enums import ContributionState
from knowledge.contributions.services.submit import submit_contribution
from krachtwijken.core.models import AuditEvent
from krachtwijken.core.outbox.models import MailMessage
from matching.closing.approving.enums import HowSaid, Word
from matching.closing.approving.links import key_of_case, opened_by
from matching.closing.approving.models import CaseApproval, CaseWord
from matching.closing.approving.rules import case_helpers_of
from matching.closing.approving.services import say_word, say_word_by_link, write_word_down
from matching.engagements.models import Mission
from matching.requests.workflow import WrongStepError
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.approving import Waiting, make_waiting
from tests.factories.contributions import TITLE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]
REASON = "Zet erbij wat het kostte."
AGREED = {"word": "akkoord", "seen": "1", "reason": ""}
CHANGE = {"word": "aanpassen", "seen": "1", "reason": REASON}


@pytest.fixture(autouse=True)
def review_of_the_redactie(site_tree: Any) -> None:
    call_command("set_up_roles", verbosity=0)


@pytest.fixture
def case() -> Waiting:
    return make_waiting(by_hand=True)


def key_of(case: Waiting) -> str:
    (reader,) = case_helpers_of(case.approval.request)
    return key_of_case(case.approval, reader)


def link_of(case: Waiting) -> str:
    return reverse("matching:case_link", args=[key_of(case)])


def writing_of(case: Waiting) -> str:
    return reverse("matching:write_case_word", args=[case.approval.pk, Mission.objects.get().pk])


def say_by_link(case: Waiting, word: Word = Word.AGREED, reason: str = "", seen: int = 1) -> None:
    say_word_by_link(approval=case.approval, key=key_of(case), word=word, reason=reason, seen=seen)


def test_page_says_that_others_read_only_when_they_do(case: Waiting) -> None:
    reader = Client()
    reader.post(link_of(case), AGREED)
    assert "Anderen die hielpen" not in reader.get(link_of(case)).content.decode()


def test_owner_reads_that_somebody_has_no_account_and_gets_the_link(case: Waiting) -> None:
    (mail,) = MailMessage.objects.filter(to=case.owner.email, subject__startswith="Lees het voorbeeld")
    assert "heeft geen account" in mail.body
    assert link_of(case) not in mail.body
    page = client_of(case.owner).get(case.approval.get_absolute_url()).content.decode()
    assert link_of(case) in page
    assert writing_of(case) in page
    assert "Nog niet iedereen die hielp, heeft gelezen" in page
    colleague = client_of(UserFactory(role="loket")).get(case.approval.get_absolute_url()).content.decode()
    assert link_of(case) not in colleague


def test_nothing_of_a_link_when_everybody_who_helped_has_an_account() -> None:
    case = make_waiting(helped=True)
    (mail,) = MailMessage.objects.filter(to=case.owner.email, subject__startswith="Lees het voorbeeld")
    assert "heeft geen account" not in mail.body
    assert "/meelezen/" in case.approval.get_absolute_url()
    page = client_of(case.owner).get(case.approval.get_absolute_url()).content.decode()
    assert "geen account" not in page
    for reader in case_helpers_of(case.approval.request):
        assert Client().get(reverse("matching:case_link", args=[key_of_case(case.approval, reader)])).content


def test_link_shows_the_case_without_a_login_and_looking_changes_nothing(case: Waiting) -> None:
    answer = Client().get(link_of(case))
    assert TITLE in answer.content.decode()
    assert case.author.name not in answer.content.decode()
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-cache" in answer.headers["Cache-Control"]
    assert not CaseWord.objects.exists()


def test_yes_by_link_is_kept_as_such_and_closes_the_page(case: Waiting) -> None:
    with pytest.raises(WrongStepError, match="Nog niet iedereen"):
        say_word(approval=case.approval, actor=case.owner, word=Word.AGREED, seen=1)
    client = Client()
    answer = client.post(link_of(case), AGREED, follow=True)
    assert "Uw antwoord is bewaard" in answer.content.decode()
    assert TITLE not in answer.content.decode()
    word = CaseWord.objects.get()
    assert (word.how, word.by, word.agrees) == (HowSaid.LINK, None, True)
    event = AuditEvent.objects.get(action="matching.case_word")
    assert (event.actor_id, event.data["how"]) == (None, "link")
    assert MailMessage.objects.filter(to=case.owner.email, subject__startswith="Iets gezegd").count() == 1
    client.post(link_of(case), AGREED)
    assert CaseWord.objects.count() == 1
    say_word(approval=case.approval, actor=case.owner, word=Word.AGREED, seen=1)
    assert case.draft.state == ContributionState.INGEDIEND


def test_first_change_by_link_gives_it_back_and_the_same_link_opens_the_next_version(case: Waiting) -> None:
    key = link_of(case)
    assert Client().post(key, {**CHANGE, "reason": ""}).status_code == 422
    Client().post(key, CHANGE)
    assert (case.draft.state, case.draft.reason) == (ContributionState.CONCEPT, REASON)
    assert TITLE not in Client().get(key).content.decode()
    submit_contribution(contribution=case.draft, actor=case.author)
    assert TITLE in Client().get(key).content.decode()
    assert Client().post(key, AGREED).status_code == 422, "of the version before"
    say_by_link(case, seen=2)
    assert CaseWord.objects.filter(agrees=True).count() == 1


def test_second_word_by_the_link_is_refused_and_what_was_typed_stays_to_be_copied(case: Waiting) -> None:
    say_by_link(case)
    answer = Client().post(link_of(case), CHANGE)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Namens uw kant is al gezegd: akkoord" in page
    assert REASON in page
    assert case.draft.state == ContributionState.WACHT


def test_link_shows_nothing_after_the_term(case: Waiting) -> None:
    key = link_of(case)
    CaseApproval.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert TITLE not in Client().get(key).content.decode()
    late = Client().post(key, CHANGE).content.decode()
    assert "De termijn is voorbij" in late
    assert REASON in late
    with pytest.raises(WrongStepError, match="termijn is voorbij"):
        say_by_link(case)
    page = client_of(case.owner).get(case.approval.get_absolute_url()).content.decode()
    assert key not in page


def test_link_is_of_no_use_once_the_person_has_an_account_or_withdrew_consent(case: Waiting) -> None:
    key = link_of(case)
    ExpertProfile.objects.update(consent_until=None)
    assert TITLE not in Client().get(key).content.decode()
    assert case_helpers_of(case.approval.request) == []
    account = UserFactory(role="expert")
    ExpertProfile.objects.update(consent_until=timezone.localdate() + timedelta(days=9), user=account)
    assert TITLE not in Client().get(key).content.decode()
    assert REASON in Client().post(key, CHANGE).content.decode()
    with pytest.raises(PermissionDenied):
        say_by_link(case)
    assert not CaseWord.objects.exists()
    assert TITLE in client_of(account).get(case.approval.get_absolute_url()).content.decode()


def test_changed_key_or_the_key_of_another_case_opens_nothing(case: Waiting) -> None:
    other = make_waiting()
    key = key_of(case)
    assert opened_by(key) == (case.approval.pk, Mission.objects.get().pk)
    forged = key.replace(str(case.approval.pk), str(other.approval.pk), 1)
    for tried in ("bestaat-niet", f"{key}x", forged):
        assert Client().get(reverse("matching:case_link", args=[tried])).status_code == 404
    with pytest.raises(PermissionDenied):
        say_word_by_link(approval=other.approval, key=key, word=Word.AGREED, seen=1)


def test_looks_by_a_link_are_counted(case: Waiting) -> None:
    client = Client()
    answers = [client.get(link_of(case)).status_code for _ in range(61)]
    assert answers[-2:] == [200, 429]


def test_what_the_owner_writes_down_is_kept_with_who_and_that_it_was_written_down(case: Waiting) -> None:
    desk = client_of(case.owner)
    page = desk.get(writing_of(case)).content.decode()
    assert TITLE in page
    assert "Wat zei deze persoon?" in page
    assert desk.post(writing_of(case), AGREED).status_code == 302
    word = CaseWord.objects.get()
    assert (word.how, word.by, word.side) == (HowSaid.WRITTEN_DOWN, case.owner, "deskundige")
    shown = desk.get(case.approval.get_absolute_url()).content.decode()
    assert f"(opgeschreven door {case.owner})" in shown
    told = client_of(case.author).get(case.approval.request.get_absolute_url()).content.decode()
    assert "(opgeschreven door het loket)" in told
    assert f"opgeschreven door {case.owner}" not in told
    assert not MailMessage.objects.filter(subject__startswith="Iets gezegd").exists()
    assert desk.get(writing_of(case)).status_code == 302
    say_word(approval=case.approval, actor=case.owner, word=Word.AGREED, seen=1)
    assert case.draft.state == ContributionState.INGEDIEND


def test_only_who_speaks_for_the_loket_writes_down_and_only_of_who_has_no_account(case: Waiting) -> None:
    colleague = UserFactory(role="loket")
    assert client_of(colleague).get(writing_of(case)).status_code == 404
    mission = Mission.objects.get().pk
    with pytest.raises(PermissionDenied):
        write_word_down(approval=case.approval, mission=mission, actor=colleague, word=Word.AGREED, seen=1)
    ExpertProfile.objects.update(user=UserFactory(role="expert"))
    assert client_of(case.owner).get(writing_of(case)).status_code == 404
    with pytest.raises(PermissionDenied):
        write_word_down(approval=case.approval, mission=mission, actor=case.owner, word=Word.AGREED, seen=1)


def test_word_that_came_by_the_link_meanwhile_holds_and_what_was_typed_stays(case: Waiting) -> None:
    say_by_link(case)
    answer = client_of(case.owner).post(writing_of(case), CHANGE)
    assert answer.status_code == 422
    assert "Namens uw kant is al gezegd: akkoord" in answer.content.decode()
    assert REASON in answer.content.decode()

"""A case made of help: who helped reads it first, and only a yes of the loket brings it to the redactie."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from knowledge.contributions.enums import ContributionState
from knowledge.contributions.models import Contribution
from knowledge.contributions.selectors import contributions_visible_to
from knowledge.contributions.services.drafts import keep_contribution, start_again
from knowledge.contributions.services.forgetting import forget_unsent
from knowledge.contributions.services.submit import submit_contribution
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.accounts.services.roles import grant_role
from krachtwijken.core.models import AuditEvent, Gemeente
from krachtwijken.core.outbox.models import MailMessage
from matching.closing.approving.enums import ApprovalState, Word
from matching.closing.approving.late import tell_passed_term
from matching.closing.approving.models import CaseApproval, CaseWord
from matching.closing.approving.own_data import case_words_of_profile
from matching.closing.approving.services import forget_case_words, say_word
from matching.closing.drafting import start_draft_case
from matching.models import SupportRequest
from matching.requests.services.forgetting import REMOVED
from matching.requests.workflow import WrongStepError
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.approving import Waiting, make_waiting
from tests.factories.contributions import TITLE, make_contribution
from tests.factories.engagements import make_expert
from tests.factories.parts import make_member
from tests.factories.requests import make_asker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]
REASON = "Zet erbij wat het kostte."


@pytest.fixture(autouse=True)
def review_of_the_redactie(site_tree: Any) -> None:
    call_command("set_up_roles", verbosity=0)


def say(case: Waiting, actor: User | None, word: Word = Word.AGREED, reason: str = "", seen: int = 1) -> None:
    assert actor is not None
    say_word(approval=case.approval, actor=actor, word=word, reason=reason, seen=seen)


def words_offered(case: Waiting) -> list[str]:
    assert case.owner is not None
    form = client_of(case.owner).get(case.approval.get_absolute_url()).context["form"]
    return [value for value, _ in form.fields["word"].choices]


def let_term_pass(case: Waiting) -> None:
    CaseApproval.objects.update(until=timezone.localdate() - timedelta(days=1))


def send_again(case: Waiting) -> None:
    submit_contribution(contribution=case.draft, actor=case.author)


def subjects_to(user: User) -> list[str]:
    return list(MailMessage.objects.filter(to=user.email).values_list("subject", flat=True))


def test_what_the_gemeente_sends_waits_and_the_redactie_knows_nothing_of_it() -> None:
    case, editor = make_waiting(), UserFactory(role="redactie")
    assert case.draft.state == ContributionState.WACHT
    assert case.draft.page is None
    assert not contributions_visible_to(editor).exists()
    assert client_of(editor).get(case.draft.get_absolute_url()).status_code == 404
    assert not MailMessage.objects.filter(key__startswith="contribution:").exists()
    assert any(subject.startswith("Lees het voorbeeld") for subject in subjects_to(case.owner))
    shown = client_of(case.author).get(case.draft.get_absolute_url()).content.decode()
    assert "Wacht op akkoord" in shown
    assert "Is het loket akkoord, dan leest de redactie hem, soms na een ander kenniscentrum" in shown


def test_yes_of_the_loket_brings_it_to_the_redactie_as_the_gemeente_sent_it() -> None:
    case, editor = make_waiting(), UserFactory(role="redactie")
    page = client_of(case.owner).get(case.approval.get_absolute_url()).content.decode()
    assert TITLE in page
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names)), (
        "a heading that has the name of the whole page is read out as all of it"
    )
    answer = client_of(case.owner).post(
        case.approval.get_absolute_url(), {"word": "akkoord", "seen": "1", "reason": ""}
    )
    assert answer.status_code == 302
    draft = case.draft
    assert (draft.state, draft.page.owner) == (ContributionState.INGEDIEND, case.author)
    assert draft.page.current_workflow_state is not None
    assert case.now.state == ApprovalState.AGREED
    assert any("Nieuwe bijdrage" in subject for subject in subjects_to(editor))
    assert any("ontvangen" in subject for subject in subjects_to(case.author))
    actions = AuditEvent.objects.values_list("action", "actor")
    assert ("matching.case_word", case.owner.pk) in actions
    assert ("knowledge.contribution_released", case.owner.pk) in actions
    say(case, case.owner)
    assert CaseWord.objects.count() == 1


def test_first_change_goes_back_with_the_reason_and_is_sent_again() -> None:
    case = make_waiting()
    address = case.approval.get_absolute_url()
    refused = client_of(case.owner).post(address, {"word": "aanpassen", "seen": "1", "reason": ""})
    assert refused.status_code == 422
    assert "Schrijf op wat er eerst anders moet." in refused.content.decode()
    client_of(case.owner).post(address, {"word": "aanpassen", "seen": "1", "reason": REASON})
    draft = case.draft
    assert (draft.state, draft.reason, case.now.state) == ("concept", REASON, ApprovalState.CHANGE)
    (mail,) = MailMessage.objects.filter(key__contains="case-change")
    assert mail.to == case.author.email
    assert REASON not in mail.body
    check = client_of(case.author).get(f"/kennis/delen/controle/?concept={draft.token}").content.decode()
    assert REASON in check
    request_page = client_of(case.author).get(case.approval.request.get_absolute_url()).content.decode()
    assert REASON in request_page
    # While its author works on it nobody else reads it.
    keep_contribution(actor=case.author, token=draft.token, answers={"summary": "Nieuw en nog half."})
    assert TITLE not in client_of(case.owner).get(address).content.decode()
    send_again(case)
    assert (case.now.round, case.now.state, case.draft.reason) == (2, ApprovalState.WAITING, "")
    with pytest.raises(WrongStepError, match="andere versie"):
        say(case, case.owner, seen=3)
    say(case, case.owner, seen=2)
    assert case.draft.state == ContributionState.INGEDIEND


def test_who_helped_is_heard_before_the_loket_may_agree() -> None:
    case = make_waiting(helped=True)
    for helper in (case.expert, case.centre):
        assert helper is not None
        assert any("Lees mee" in subject for subject in subjects_to(helper))
        assert TITLE in client_of(helper).get(case.approval.get_absolute_url()).content.decode()
    with pytest.raises(WrongStepError, match="Nog niet iedereen"):
        say(case, case.owner)
    assert words_offered(case) == [Word.CHANGE]
    say(case, case.expert)
    assert any("Iets gezegd" in subject for subject in subjects_to(case.owner))
    with pytest.raises(WrongStepError, match="Nog niet iedereen"):
        say(case, case.owner)
    say(case, case.centre)
    assert words_offered(case) == [Word.AGREED, Word.CHANGE]
    say(case, case.owner)
    assert case.draft.state == ContributionState.INGEDIEND


@pytest.mark.parametrize(
    ("state", "there"), [(None, True), ("wacht", False), ("aanpassen", True), ("akkoord", False)]
)
def test_another_example_is_offered_until_one_was_sent_and_when_it_must_change(
    state: str | None, there: bool
) -> None:
    case = make_waiting()
    request = case.approval.request
    if state:
        CaseApproval.objects.update(state=state)
    else:
        CaseApproval.objects.all().delete()
    page = client_of(case.author).get(request.get_absolute_url()).content.decode()
    assert ("Maak er een voorbeeld van" in page) is there
    if state in {ApprovalState.WAITING, ApprovalState.AGREED}:
        with pytest.raises(WrongStepError, match="al een voorbeeld"):
            start_draft_case(request=request, actor=case.author)


def test_after_the_term_the_loket_decides_alone_and_hears_so_once() -> None:
    case = make_waiting(helped=True)
    let_term_pass(case)
    for _ in range(2):
        tell_passed_term(pk=case.approval.pk, today=timezone.localdate())
    assert sum(subject.startswith("Beslis over") for subject in subjects_to(case.owner)) == 1
    with pytest.raises(WrongStepError, match="termijn is voorbij"):
        say(case, case.expert)
    say(case, case.owner)
    assert case.draft.state == ContributionState.INGEDIEND


def test_second_of_a_centre_hears_what_was_said_and_keeps_what_was_typed() -> None:
    case = make_waiting(helped=True)
    colleague = make_member()
    say(case, case.centre)
    answer = client_of(colleague).post(
        case.approval.get_absolute_url(), {"word": "aanpassen", "seen": "1", "reason": REASON}
    )
    assert answer.status_code == 422
    assert "Namens uw kant is al gezegd: akkoord" in answer.content.decode()
    assert REASON in answer.content.decode()
    assert case.draft.state == ContributionState.WACHT


def test_only_the_owner_speaks_for_the_loket_and_anybody_there_when_it_has_none() -> None:
    case, colleague = make_waiting(), UserFactory(role="loket")
    with pytest.raises(PermissionDenied):
        say(case, colleague)
    assert (
        "De eigenaar van het verzoek"
        in client_of(colleague).get(case.approval.get_absolute_url()).content.decode()
    )
    SupportRequest.objects.update(owner=None)
    say(case, colleague)
    assert case.draft.state == ContributionState.INGEDIEND


def test_nobody_agrees_with_what_the_own_gemeente_wrote() -> None:
    case = make_waiting()
    grant_role(user=case.owner, role=Role.GEMEENTE, actor=None)
    join_gemeente(user=case.owner, gemeente=Gemeente.objects.get(slug="arnhem"), actor=None)
    with pytest.raises(PermissionDenied):
        say(case, User.objects.get(pk=case.owner.pk))
    say(case, UserFactory(role="loket"))
    assert case.draft.state == ContributionState.INGEDIEND


@pytest.mark.parametrize("who", ["expert", "kenniscentrum"])
def test_who_did_not_help_reads_nothing(who: str) -> None:
    case = make_waiting(helped=True)
    stranger = make_expert().user if who == "expert" else make_member("rivm")
    assert stranger is not None
    address = case.approval.get_absolute_url()
    assert client_of(stranger).get(address).status_code == 404
    with pytest.raises(PermissionDenied):
        say(case, stranger)
    assert client_of(make_asker()).get(address).status_code == 403


def test_pages_of_who_helped_lead_to_it_while_it_waits() -> None:
    case = make_waiting(helped=True)
    assert case.expert is not None
    assert case.centre is not None
    address = case.approval.get_absolute_url()
    mission = case.approval.request.invitations.get().mission
    part = case.approval.request.parts.get()
    assert address in client_of(case.expert).get(mission.get_absolute_url()).content.decode()
    assert address in client_of(case.centre).get(part.get_absolute_url()).content.decode()
    say(case, case.owner, Word.CHANGE, REASON)
    assert address not in client_of(case.expert).get(mission.get_absolute_url()).content.decode()


def test_new_version_of_what_the_redactie_refused_is_read_first_again() -> None:
    case = make_waiting()
    say(case, case.owner)
    Contribution.objects.update(state=ContributionState.AFGEWEZEN)
    draft = start_again(contribution=case.draft, actor=case.author, token="nieuw")
    sent = submit_contribution(contribution=draft, actor=case.author)
    assert sent.state == ContributionState.WACHT


def test_contribution_that_was_not_made_of_help_goes_straight_to_the_redactie() -> None:
    make_waiting()
    other = make_contribution(make_asker(), "los")
    assert submit_contribution(contribution=other, actor=other.author).state == ContributionState.INGEDIEND


def test_one_whose_author_is_gone_does_not_go_on_and_is_forgotten() -> None:
    case = make_waiting()
    Contribution.objects.update(author=None)
    with pytest.raises(WrongStepError, match="geen account meer"):
        say(case, case.owner)
    assert forget_unsent() == 1
    assert not CaseApproval.objects.exists()


def test_words_go_with_the_texts_of_the_request_and_travel_with_the_person() -> None:
    case = make_waiting(helped=True)
    say(case, case.expert, Word.CHANGE, REASON)
    profile = case.approval.request.invitations.get().profile
    assert profile is not None
    assert REASON in str(case_words_of_profile(profile))
    SupportRequest.objects.update(status_since=timezone.now() - timedelta(days=5 * 365 - 1))
    assert forget_case_words() == 0
    SupportRequest.objects.update(status_since=timezone.now() - timedelta(days=5 * 365 + 1))
    assert forget_case_words() == 1
    assert forget_case_words() == 0
    assert CaseWord.objects.values_list("reason", "by").get() == (REMOVED, None)


def test_account_of_the_gemeente_sees_the_state_and_another_gemeente_nothing() -> None:
    case = make_waiting(helped=True)
    say(case, case.expert)
    colleague = make_asker()
    shown = client_of(colleague).get(case.approval.request.get_absolute_url()).content.decode()
    assert "Het voorbeeld van dit verzoek" in shown
    assert "Wacht op akkoord" in shown
    other = UserFactory(role="gemeente")
    join_gemeente(user=other, gemeente=Gemeente.objects.get(slug="amsterdam"), actor=None)
    assert client_of(other).get(case.approval.request.get_absolute_url()).status_code == 404
    assert client_of(other).get(case.draft.get_absolute_url()).status_code == 404

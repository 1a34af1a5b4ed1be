"""Everybody who reads a case keeps an own answer; who answered what is told; and where the case then comes to stand."""

from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from knowledge.centres.models import PeerReviewTask
from knowledge.contributions.enums import ContributionState
from knowledge.models import CaseIndexPage, CentrePage
from krachtwijken.accounts.models import User
from krachtwijken.core.models import Organisation
from krachtwijken.core.outbox.models import MailMessage
from matching.closing.approving.enums import ApprovalState, Word
from matching.closing.approving.late import tell_passed_term, tell_passed_terms
from matching.closing.approving.models import CaseApproval, CaseWord
from matching.closing.approving.rules import readers_waited_for
from matching.closing.approving.selectors import case_answers
from matching.requests.workflow import WrongStepError
from tests.browsing import client_of
from tests.factories.accounts import UserFactory
from tests.factories.approving import make_waiting
from tests.factories.contributions import TITLE
from tests.factories.engagements import make_expert
from tests.factories.pages import page_of_centre
from tests.matching.test_approving import (
    REASON,
    let_term_pass,
    say,
    send_again,
    subjects_to,
    words_offered,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_tree")]


@pytest.fixture(autouse=True)
def review(site_tree: Any) -> None:
    call_command("set_up_roles", verbosity=0)


def test_what_one_who_helped_wants_changed_leaves_the_form_open_for_the_others() -> None:
    case = make_waiting(helped=True)
    say(case, case.expert, Word.CHANGE, REASON)
    assert (case.draft.state, case.now.state) == (ContributionState.WACHT, ApprovalState.WAITING)
    assert case.centre is not None
    page = client_of(case.centre).get(case.approval.get_absolute_url())
    assert page.context["may_say"]
    assert TITLE in page.content.decode()
    with pytest.raises(WrongStepError, match="Nog niet iedereen"):
        say(case, case.owner)
    assert words_offered(case) == [Word.CHANGE]
    say(case, case.centre)
    assert (case.draft.state, case.draft.reason) == ("concept", REASON)
    shown = client_of(case.author).get(case.approval.request.get_absolute_url()).content.decode()
    assert REASON in shown
    assert case.expert is not None
    assert case.expert.name not in shown
    assert list(CaseWord.objects.order_by("pk").values_list("agrees", flat=True)) == [False, True]


def test_adjusted_version_asks_everybody_again_also_who_agreed() -> None:
    case = make_waiting(helped=True)
    CaseApproval.objects.update(until=timezone.localdate())
    say(case, case.centre)
    say(case, case.expert, Word.CHANGE, REASON)
    send_again(case)
    now = case.now
    assert (now.round, now.state) == (2, ApprovalState.WAITING)
    assert now.until > timezone.localdate(), "there is time to read it again"
    for helper in (case.expert, case.centre):
        assert helper is not None
        assert sum("Lees mee" in subject for subject in subjects_to(helper)) == 2
        assert client_of(helper).get(case.approval.get_absolute_url()).context["may_say"]
    with pytest.raises(WrongStepError, match="Nog niet iedereen"):
        say(case, case.owner, seen=2)
    say(case, case.expert, seen=2)
    say(case, case.centre, seen=2)
    say(case, case.owner, seen=2)
    assert case.draft.state == ContributionState.INGEDIEND


def test_both_reasons_stand_above_the_draft_with_who_gave_them() -> None:
    case = make_waiting(helped=True)
    say(case, case.centre, Word.CHANGE, "Noem de bron.")
    say(case, case.expert, Word.CHANGE, REASON)
    lines = case.draft.reason.split("\n\n")
    assert [line.rpartition(": ")[2] for line in lines] == ["Noem de bron.", REASON]
    assert lines[0].startswith("Movisie: ")
    assert MailMessage.objects.filter(key__contains="case-change").count() == 1


def test_change_goes_back_at_night_when_the_term_of_the_others_passed() -> None:
    case = make_waiting(helped=True)
    say(case, case.expert, Word.CHANGE, REASON)
    let_term_pass(case)
    with pytest.raises(WrongStepError, match="wil eerst iets anders"):
        say(case, case.owner)
    for _ in range(2):
        tell_passed_term(pk=case.approval.pk, today=timezone.localdate())
    assert (case.draft.state, case.draft.reason) == ("concept", REASON)
    assert not any(subject.startswith("Beslis over") for subject in subjects_to(case.owner))


def test_change_goes_back_at_night_when_who_was_waited_for_has_left() -> None:
    case = make_waiting(helped=True)
    say(case, case.expert, Word.CHANGE, REASON)
    assert case.centre is not None
    User.objects.filter(pk=case.centre.pk).update(is_active=False)
    tell_passed_terms()
    assert (case.draft.state, case.draft.reason) == ("concept", REASON)


def test_night_leaves_a_case_alone_that_somebody_has_time_to_read() -> None:
    case = make_waiting(helped=True)
    say(case, case.expert, Word.CHANGE, REASON)
    tell_passed_terms()
    assert (case.draft.state, case.now.late_told_at) == (ContributionState.WACHT, None)


def test_fourth_version_waits_for_nobody_who_helped_once_the_term_passed() -> None:
    case = make_waiting(helped=True)
    for number in (1, 2, 3):
        let_term_pass(case)
        say(case, case.owner, Word.CHANGE, REASON, seen=number)
        send_again(case)
        waits = bool(readers_waited_for(case.now, today=timezone.localdate()))
        assert waits is (number < 3)
    say(case, case.owner, seen=4)
    assert case.draft.state == ContributionState.INGEDIEND


def test_page_says_who_answered_what_and_who_did_not() -> None:
    case = make_waiting(helped=True)
    title = case.approval.request.invitations.get().whom
    say(case, case.expert, Word.CHANGE, REASON)
    assert case.centre is not None
    assert case.expert is not None

    def answers(user: User, address: str) -> list[tuple[str, str, bool]]:
        page = client_of(user).get(address)
        assert "Movisie" in page.content.decode()
        told = case_answers(user, case.now)
        return [(one.whom, "" if one.word is None else str(one.word.agrees), one.is_own) for one in told]

    address = case.approval.get_absolute_url()
    assert answers(case.centre, address) == [
        ("Een deskundige", "False", False), ("Movisie", "", True), ("Het loket", "", False),
    ]  # fmt: skip
    assert answers(case.expert, address)[0][1:] == ("False", True)
    for user, where in ((case.owner, address), (case.author, case.approval.request.get_absolute_url())):
        assert answers(user, where)[0] == (title, "False", False)
    assert REASON not in client_of(case.centre).get(address).content.decode()


def test_case_that_waits_for_the_own_word_is_named_on_the_pages_of_who_helped() -> None:
    case = make_waiting(helped=True)
    address = case.approval.get_absolute_url()
    assert case.expert is not None
    assert case.centre is not None
    pages = {case.expert: ("/mijn/uitnodigingen/", "/mijn/profiel/"), case.centre: ("/mijn/deelvragen/",)}
    for user, where in pages.items():
        for page in where:
            shown = client_of(user).get(page).content.decode()
            assert address in shown
            assert page == "/mijn/profiel/" or "Lees mee met een voorbeeld (1)" in shown
    stranger = make_expert().user
    assert stranger is not None
    assert address not in client_of(stranger).get("/mijn/uitnodigingen/").content.decode()
    for user, where in pages.items():
        say(case, user)
        assert all(address not in client_of(user).get(page).content.decode() for page in where)


@pytest.mark.parametrize("helped", [True, False])
def test_case_enters_the_review_in_the_section_of_the_centre_that_helped_or_of_the_gemeenten(
    helped: bool,
) -> None:
    if helped:
        page_of_centre(Organisation.objects.get(slug="movisie"))
    case = make_waiting(helped=helped)
    if helped:
        say(case, case.expert)
        say(case, case.centre)
    editor = UserFactory(role="redactie")
    say(case, case.owner)
    page = case.draft.page
    assert page is not None
    case_page = page.specific
    parent = case_page.get_parent().specific
    task = page.current_workflow_task
    assert task is not None
    if helped:
        assert isinstance(parent, CentrePage)
        assert parent.organisation.slug == "movisie"
        assert isinstance(task.specific, PeerReviewTask)
    else:
        assert isinstance(parent, CaseIndexPage)
        assert not isinstance(task.specific, PeerReviewTask)
    assert case_page.owner_organisation is not None
    assert case_page.owner_organisation.name == "Gemeente Arnhem"
    assert any("Nieuwe bijdrage" in subject for subject in subjects_to(editor)) is not helped
    assert any("ontvangen" in subject for subject in subjects_to(case.author))
    read = client_of(case.owner).get(case.approval.get_absolute_url()).content.decode()
    assert "ging naar de redactie of naar een ander kenniscentrum" in read


@pytest.mark.parametrize("why", ["closed", "no page"])
def test_case_stands_among_those_of_gemeenten_when_the_centre_has_no_section(why: str) -> None:
    if why == "closed":
        page_of_centre(Organisation.objects.get(slug="movisie"))
    case = make_waiting(helped=True)
    say(case, case.expert)
    say(case, case.centre)
    if why == "closed":
        Organisation.objects.filter(slug="movisie").update(active_until=2012)
    say(case, case.owner)
    page = case.draft.page
    assert page is not None
    assert isinstance(page.get_parent().specific, CaseIndexPage)

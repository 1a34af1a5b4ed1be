"""Sending makes a page in review; what the redactie does shows, and is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, WorkflowState

from knowledge.contributions.enums import ContributionState
from knowledge.contributions.models import Contribution
from knowledge.contributions.services.submit import submit_contribution
from knowledge.models import CaseIndexPage, CasePage, ExperimentPage, PracticePage
from krachtwijken.accounts.services.roles import REVIEW
from krachtwijken.core.models import AuditEvent
from krachtwijken.core.outbox.models import MailMessage
from tests.factories.contributions import TITLE, full_answers, make_contribution, person_of
from tests.factories.pages import make_case

CHECK = "/kennis/delen/controle/?concept=een"


@pytest.fixture
def redactie(arnhem: Client, as_role: Callable[..., Client]) -> Client:
    call_command("set_up_roles", verbosity=0)
    return as_role("redactie", email="redactie@example.org")


@pytest.fixture
def sent(arnhem: Client, redactie: Client) -> Contribution:
    make_contribution(person_of(arnhem))
    assert arnhem.post(CHECK).status_code == 302
    return Contribution.objects.get()


def decide(client: Client, page: Page, action: str, **data: str) -> None:
    task_state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task_state.pk])
    assert client.post(address, data).status_code in {200, 302}


def test_page_has_all_that_was_written_and_is_not_published(sent: Contribution) -> None:
    page = PracticePage.objects.get(pk=sent.page_id)
    assert not page.live
    assert page.get_parent().specific == CaseIndexPage.objects.get()
    draft: Any = page.get_latest_revision_as_object()
    answers = full_answers()
    for name in (
        "title",
        "problem_text",
        "target_group",
        "goal",
        "results",
        "what_did_not_work",
        "summary",
        "costs_text",
    ):
        assert getattr(draft, name) == answers[name]
    assert [theme.code for theme in draft.themes.all()] == ["veiligheid"]
    assert [wijk.pk for wijk in draft.wijken.all()] == answers["wijken"]
    assert [partner.organisation for partner in draft.partners.all()] == ["De corporatie"]
    assert [condition.text for condition in draft.conditions.all()] == ["Een portiershok"]
    (outcome,) = draft.outcomes.all()
    assert (outcome.domain, outcome.direction, outcome.certainty) == ("veiligheid", "beter", 2)
    sections = [block.value["heading"] for block in draft.approach]
    assert sections == ["Wat is gedaan", "Wat bewoners deden", "Lessen voor anderen"]
    assert "<ul><li>van vier uur</li><li>tot elf uur</li></ul>" in draft.approach[0].value["text"].source
    draft.full_clean()


def test_experiment_becomes_an_experiment(arnhem: Client, redactie: Client) -> None:
    more = {"hypothesis": "Als, dan, omdat.", "measuring_plan": "Wij telden.", "kind": "experiment"}
    make_contribution(person_of(arnhem), answers=full_answers(**more))
    arnhem.post(CHECK)
    page = ExperimentPage.objects.get().get_latest_revision_as_object()
    assert (page.hypothesis, page.lessons) == ("Als, dan, omdat.", "Begin met een flat.")


def test_review_of_the_redactie_is_started_and_everybody_hears(sent: Contribution, arnhem: Client) -> None:
    assert sent.state == ContributionState.INGEDIEND
    assert sent.gemeente is not None
    assert sent.gemeente.slug == "arnhem"
    review = WorkflowState.objects.get()
    assert (review.workflow.name, review.status) == (REVIEW, WorkflowState.STATUS_IN_PROGRESS)
    told = {message.to: message.subject for message in MailMessage.objects.all()}
    assert told["redactie@example.org"] == "Nieuwe bijdrage van Arnhem"
    assert told[person_of(arnhem).email] == f"Uw tekst is ontvangen: {TITLE}"
    event = AuditEvent.objects.get(action="knowledge.contribution_submitted")
    assert event.actor_id == person_of(arnhem).pk
    assert "Ingediend" in arnhem.get("/mijn/bijdragen/een/").content.decode()


def test_sent_twice_is_one_page(sent: Contribution, arnhem: Client) -> None:
    again = arnhem.post(CHECK)
    assert again.headers["Location"] == "/mijn/bijdragen/een/?nieuw=1"
    assert CasePage.objects.count() == 1
    assert (
        arnhem.post(
            "/kennis/delen/stap/naam/?concept=een", {"title": "Anders", "kind": "practice"}
        ).status_code
        == 302
    )
    assert Contribution.objects.get().answers["title"] == TITLE


def test_state_says_that_the_redactie_works_on_it(sent: Contribution, redactie: Client) -> None:
    from knowledge.contributions.services.following import mark_taken

    assert sent.author is not None
    mark_taken(page=sent.page_id, actor=sent.author)
    assert Contribution.objects.get().state == ContributionState.INGEDIEND
    mark_taken(page=sent.page_id, actor=person_of(redactie))
    assert Contribution.objects.get().state == ContributionState.BIJ_REDACTIE


def test_published_is_told_and_shown(
    sent: Contribution, arnhem: Client, redactie: Client, client: Client
) -> None:
    page = Page.objects.get(pk=sent.page_id)
    decide(redactie, page, "approve")
    sent.refresh_from_db()
    assert sent.state == ContributionState.GEPLAATST
    address = Page.objects.get(pk=page.pk).url
    assert client.get(address).status_code == 200
    status = arnhem.get("/mijn/bijdragen/een/").content.decode()
    assert "Geplaatst" in status
    assert address in status
    told = MailMessage.objects.get(subject__startswith="Uw tekst staat op de site")
    assert address in told.body
    Page.objects.get(pk=page.pk).specific.save_revision().publish()
    assert MailMessage.objects.filter(subject__startswith="Uw tekst staat op de site").count() == 1
    Page.objects.get(pk=page.pk).specific.unpublish()
    assert "Van de site gehaald" in arnhem.get("/mijn/bijdragen/").content.decode()


def test_refused_gives_the_reason_and_a_new_version(
    sent: Contribution, arnhem: Client, redactie: Client
) -> None:
    decide(redactie, Page.objects.get(pk=sent.page_id), "reject", comment="De aanpak is nog te kort.")
    sent.refresh_from_db()
    assert sent.state == ContributionState.AFGEWEZEN
    page = arnhem.get("/mijn/bijdragen/een/").content.decode()
    assert "De aanpak is nog te kort." in page
    assert (
        "De aanpak is nog te kort."
        in MailMessage.objects.get(subject__startswith="Uw tekst is niet geplaatst").body
    )
    made = arnhem.post("/mijn/bijdragen/een/opnieuw/")
    assert made.status_code == 302
    draft = Contribution.objects.get(state=ContributionState.CONCEPT)
    assert draft.answers == sent.answers


def test_of_two_that_wait_each_gets_its_own_answer(
    sent: Contribution, arnhem: Client, redactie: Client
) -> None:
    other = make_contribution(person_of(arnhem), token="twee")
    arnhem.post(CHECK.replace("een", "twee"))
    other.refresh_from_db()
    decide(redactie, Page.objects.get(pk=other.page_id), "approve")
    decide(redactie, Page.objects.get(pk=sent.page_id), "reject", comment="Te kort.")
    assert dict(Contribution.objects.values_list("token", "state")) == {
        "een": ContributionState.AFGEWEZEN, "twee": ContributionState.GEPLAATST,
    }  # fmt: skip


def test_page_that_is_thrown_away_is_told(sent: Contribution) -> None:
    Page.objects.get(pk=sent.page_id).specific.delete()
    sent.refresh_from_db()
    assert (sent.state, sent.page) == (ContributionState.AFGEWEZEN, None)
    assert sent.reason == "De redactie heeft de pagina weggehaald."


def test_mail_leaves_by_the_outbox_only(
    sent: Contribution, redactie: Client, run_outbox: Callable[[], int]
) -> None:
    decide(redactie, Page.objects.get(pk=sent.page_id), "approve")
    assert mail.outbox == [], "Wagtail itself would have sent two"
    run_outbox()
    assert len(mail.outbox) == 3


def test_reviews_of_other_pages_are_told_by_wagtail(arnhem: Client, redactie: Client) -> None:
    case = make_case()
    workflow = case.get_workflow()
    assert workflow is not None
    workflow.start(case, person_of(arnhem))
    assert [message.to for message in mail.outbox] == [["redactie@example.org"]]


def test_redactie_sees_what_was_sent_with_the_function(sent: Contribution, redactie: Client) -> None:
    page = redactie.get("/mijn/bijdragen/een/").content.decode()
    assert "projectleider wijkaanpak" in page
    assert f"/admin/pages/{sent.page_id}/edit/" in page


def test_somebody_who_may_not_share_any_more_sends_nothing(arnhem: Client, redactie: Client) -> None:
    make_contribution(person_of(arnhem))
    person_of(arnhem).groups.clear()
    assert arnhem.post(CHECK).status_code == 403
    assert not CasePage.objects.exists()


def test_rest_of_a_pasted_text_is_not_kept_once_it_is_sent(arnhem: Client, redactie: Client) -> None:
    row = make_contribution(person_of(arnhem), rest=[{"heading": "Over ons", "text": "Wij bestaan lang."}])
    submit_contribution(contribution=row, actor=person_of(arnhem))
    assert Contribution.objects.get().rest == []


def test_amounts_and_contact_come_to_the_page(arnhem: Client, redactie: Client) -> None:
    make_contribution(
        person_of(arnhem), answers=full_answers(costs_min=9000, costs_max=12000, price_year=2024)
    )
    assert arnhem.post(CHECK).status_code == 302
    page: Any = PracticePage.objects.get().get_latest_revision_as_object()
    assert page.costs_range == "€ 9.000 tot € 12.000 per jaar, prijzen van 2024"
    assert page.contact_function == "projectleider wijkaanpak"

"""What a gemeente shared in the section of a centre: another centre reads it first, and refuses nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Page

from knowledge.centres.models import PeerReviewTask
from knowledge.contributions.enums import ContributionState
from knowledge.contributions.models import Contribution
from knowledge.contributions.services.files import add_file
from knowledge.contributions.services.page import Place, make_page
from knowledge.contributions.services.submit import release_contribution
from knowledge.models import Attachment, CentrePage
from krachtwijken.core.models import Gemeente, Organisation
from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.core.stored_files import withdraw_files_on_failure
from tests.factories.accounts import UserFactory
from tests.factories.contributions import TITLE, full_answers, make_contribution, person_of
from tests.factories.documents import pdf
from tests.factories.pages import make_centre
from tests.knowledge.conftest import EditorOf
from tests.knowledge.contributions.test_texts import upload

CHECKLIST = {"relevance": "ja", "participation": "deels", "results": "ja", "transfer": "nee"}


def release(
    author: Client, centre: CentrePage | None, *, file: bool = False, token: str = "een"
) -> Contribution:
    """Sent, read by those who helped, and let go by the loket."""
    row = make_contribution(person_of(author), token)
    if file:
        add_file(contribution=row, file=upload(pdf("tekst"), "verslag.pdf"))
    Contribution.objects.filter(pk=row.pk).update(state=ContributionState.WACHT, origin="een")
    row.refresh_from_db()
    with withdraw_files_on_failure() as stored:
        return release_contribution(
            contribution=row, actor=UserFactory(role="loket"), author=person_of(author), stored=stored,
            helped_by=centre.organisation if centre else None,
        )  # fmt: skip


def page_of(row: Contribution) -> Page:
    return Page.objects.get(pk=row.page_id)


def act(client: Client, row: Contribution, action: str, comment: str) -> None:
    step = page_of(row).current_workflow_task_state
    answer = client.post(
        f"/admin/pages/workflow/action/{row.page_id}/{action}/{step.pk}/", {**CHECKLIST, "comment": comment}
    )
    assert answer.status_code == 302
    before = step.status
    step.refresh_from_db()
    assert step.status != before


def state_of(row: Contribution) -> str:
    return Contribution.objects.get(pk=row.pk).state


def mailed_to(client: Client) -> list[str]:
    return list(MailMessage.objects.filter(to=person_of(client).email).values_list("subject", flat=True))


def test_change_that_a_peer_asks_refuses_nothing(
    arnhem: Client, centre: CentrePage, other: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client]
) -> None:
    own, peer, redactie = editor_of(centre), editor_of(other), as_role("redactie")
    row = release(arnhem, centre)
    act(peer, row, "reject", "Noem cijfers.")
    assert state_of(row) == ContributionState.INGEDIEND
    assert mailed_to(arnhem) == [f"Uw tekst is ontvangen: {TITLE}"]
    assert "of een ander kenniscentrum leest" in MailMessage.objects.get(to=person_of(arnhem).email).body
    assert "opnieuw/" not in arnhem.get(row.get_absolute_url()).content.decode()
    # The centre changes it and sends it in again, and it goes on to the site.
    assert mailed_to(own) == ["Een pagina van Bos en Hei heeft een aanpassing nodig"]
    assert "Noem cijfers." in MailMessage.objects.get(to=person_of(own).email).body
    assert own.get(f"/admin/pages/{row.page_id}/edit/").status_code == 200
    page_of(row).specific.save_revision(user=person_of(own))
    page_of(row).current_workflow_state.resume(person_of(own))
    task = page_of(row).current_workflow_task
    assert task is not None
    assert isinstance(task.specific, PeerReviewTask)
    for reader in (peer, redactie):
        act(reader, row, "approve", "Goed.")
    assert state_of(row) == ContributionState.GEPLAATST


def test_redactie_that_refuses_does(
    arnhem: Client, centre: CentrePage, other: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client]
) -> None:
    own, redactie = editor_of(centre), as_role("redactie")
    row = release(arnhem, centre)
    act(editor_of(other), row, "approve", "Goed.")
    act(redactie, row, "reject", "Te kort.")
    assert state_of(row) == ContributionState.AFGEWEZEN
    assert mailed_to(arnhem)[-1] == f"Uw tekst is niet geplaatst: {TITLE}"
    assert mailed_to(own) == []


def test_redactie_hears_of_a_change_where_the_centre_has_no_editors(
    arnhem: Client, centre: CentrePage, other: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client]
) -> None:
    redactie = as_role("redactie")
    act(editor_of(other), release(arnhem, centre), "reject", "Noem cijfers.")
    assert "Een pagina van Bos en Hei heeft een aanpassing nodig" in mailed_to(redactie)


def save(client: Client, row: Contribution) -> None:
    from knowledge.wagtail_hooks import note_work_of_redactie

    request: Any = type("Request", (), {"user": person_of(client)})()
    note_work_of_redactie(request, page_of(row))


def test_change_by_the_centre_is_not_the_work_of_the_redactie(
    arnhem: Client, centre: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client]
) -> None:
    row = release(arnhem, centre)
    save(editor_of(centre), row)
    assert state_of(row) == ContributionState.INGEDIEND
    save(as_role("redactie"), row)
    assert state_of(row) == ContributionState.BIJ_REDACTIE


# --- its documents ---


def test_document_opens_for_who_judges_or_edits_the_page_and_nobody_else(
    arnhem: Client, breda: Client, client: Client, centre: CentrePage, other: CentrePage, editor_of: EditorOf,
    as_role: Callable[..., Client],
) -> None:  # fmt: skip
    own, peer, redactie = editor_of(centre), editor_of(other), as_role("redactie")
    ended = editor_of(make_centre("Voorbij", active_until=2012))
    row = release(arnhem, centre, file=True)
    url = Document.objects.get().url

    def opens(who: Client) -> bool:
        status = who.get(url).status_code
        assert status in {200, 404}
        return status == 200

    closed_to = (ended, as_role("kenniscentrum"), as_role("loket"), as_role("expert"), breda, client)
    assert [opens(who) for who in (own, peer, redactie)] == [True, True, True]
    assert not any(opens(who) for who in closed_to)
    # The step is taken: the peer is one of those who may not.
    act(peer, row, "approve", "Goed.")
    assert [opens(who) for who in (own, peer, redactie)] == [True, False, True]


def test_document_of_a_contribution_of_gemeenten_opens_for_no_centre(
    arnhem: Client, centre: CentrePage, editor_of: EditorOf, as_role: Callable[..., Client]
) -> None:
    release(arnhem, None, file=True)
    url = Document.objects.get().url
    assert editor_of(centre).get(url).status_code == 404
    assert as_role("redactie").get(url).status_code == 200


def test_peer_does_not_open_a_document_that_the_page_lost(
    arnhem: Client, centre: CentrePage, other: CentrePage, editor_of: EditorOf
) -> None:
    row = release(arnhem, centre, file=True)
    draft: Any = page_of(row).get_latest_revision_as_object()
    draft.attachments = []
    draft.save_revision()
    assert editor_of(other).get(Document.objects.get().url).status_code == 404


def test_document_of_another_contribution_does_not_open_by_hanging_it_on_the_own_page(
    arnhem: Client, centre: CentrePage, editor_of: EditorOf
) -> None:
    release(arnhem, None, file=True)
    theirs = Document.objects.get()
    own, row = editor_of(centre), release(arnhem, centre, token="twee")
    draft: Any = page_of(row).get_latest_revision_as_object()
    draft.attachments = [Attachment(document=theirs)]
    draft.save_revision(user=person_of(own))
    assert own.get(theirs.url).status_code == 404


# --- whose it is ---


@pytest.mark.parametrize(
    ("named", "owner"),
    [
        ("", "Gemeente Arnhem"),
        ("gemeente arnhem", "Gemeente Arnhem"),
        ("Arnhem", "Gemeente Arnhem"),
        ("Stichting die niemand kent", None),
        ("Bos en Hei", "Bos en Hei"),
    ],
)
def test_gemeente_owns_what_names_no_other_owner(
    arnhem: Client, centre: CentrePage, named: str, owner: str | None
) -> None:
    place = Place(centre, Gemeente.objects.get(slug="arnhem"))
    page = make_page(answers=full_answers(owner=named), author=person_of(arnhem), place=place)
    assert (page.owner_organisation and page.owner_organisation.name) == owner
    assert Organisation.objects.filter(name="Gemeente Arnhem").exists() is (owner == "Gemeente Arnhem")

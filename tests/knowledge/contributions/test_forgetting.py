"""Drafts go after 90 days, of what was decided the texts after a year."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from knowledge.contributions.enums import ContributionState
from knowledge.contributions.models import Contribution
from knowledge.contributions.services.files import add_file
from knowledge.contributions.services.forgetting import forget_contributions
from krachtwijken.core.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.contributions import full_answers, make_contribution, person_of


def age(row: Contribution, days: float, **fields: Any) -> None:
    Contribution.objects.filter(pk=row.pk).update(**fields, changed_at=timezone.now() - timedelta(days=days))


@pytest.mark.parametrize(
    ("state", "days", "left"),
    [
        (ContributionState.CONCEPT, 89.9, 1),
        (ContributionState.CONCEPT, 90.1, 0),
        (ContributionState.WACHT, 364.9, 1),
        (ContributionState.WACHT, 365.1, 0),
    ],
)
def test_draft_goes_with_its_files_and_later_when_who_helped_reads_it(
    arnhem: Client, state: str, days: float, left: int, django_capture_on_commit_callbacks: Any
) -> None:
    row = make_contribution(person_of(arnhem))
    file = add_file(contribution=row, file=ContentFile(b"plan", name="plan.docx")).file
    age(row, days, state=state)
    with django_capture_on_commit_callbacks(execute=True):
        forget_contributions()
    assert Contribution.objects.count() == left
    assert file.storage.exists(file.name) is bool(left)


def test_draft_of_an_account_that_is_gone_goes_and_what_it_sent_stays(arnhem: Client) -> None:
    sent = make_contribution(person_of(arnhem), token="twee", state=ContributionState.INGEDIEND)
    theirs = make_contribution(UserFactory(role="gemeente"))
    make_contribution(person_of(arnhem))
    person_of(arnhem).delete()
    assert forget_contributions() == 1
    assert set(Contribution.objects.all()) == {sent, theirs}


@pytest.mark.parametrize(("days", "answers"), [(364.9, True), (365.1, False)])
@pytest.mark.parametrize("state", [ContributionState.GEPLAATST, ContributionState.AFGEWEZEN])
def test_texts_and_author_of_what_was_decided(arnhem: Client, state: str, days: float, answers: bool) -> None:
    row = make_contribution(person_of(arnhem), rest=[{"heading": "Over ons", "text": "Wij bestaan lang."}])
    age(row, days, state=state, decided_at=timezone.now() - timedelta(days=days), reason="Te kort.")
    assert forget_contributions() == (0 if answers else 1)
    row.refresh_from_db()
    assert row.answers == (full_answers() if answers else {})
    assert (row.author is not None) is bool(row.rest) is bool(row.reason) is answers
    assert forget_contributions() == 0, "once is enough"
    assert AuditEvent.objects.filter(action="knowledge.contribution_forgotten").exists() is not answers


def test_what_waits_is_kept(arnhem: Client) -> None:
    row = make_contribution(person_of(arnhem))
    age(row, 1000, state=ContributionState.INGEDIEND)
    assert forget_contributions() == 0

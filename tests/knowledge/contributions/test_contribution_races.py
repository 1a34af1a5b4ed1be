"""One person twice, or the author and the redactie, at the same moment."""

from typing import Any

import pytest

from knowledge.contributions.enums import ContributionState
from knowledge.contributions.models import Contribution
from knowledge.contributions.services.drafts import (
    ChangedElsewhereError,
    SentAlreadyError,
    keep_contribution,
    read_seen_answers,
)
from knowledge.contributions.services.submit import submit_contribution
from knowledge.models import CasePage
from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.core.models import Gemeente
from krachtwijken.core.outbox.models import MailMessage
from krachtwijken.core.versions import mark_of_values
from tests.factories.accounts import UserFactory
from tests.factories.contributions import make_contribution
from tests.races import at_once, failures


@pytest.fixture
def author(committed: None, site_tree: Any) -> User:
    UserFactory(role="redactie")
    person = UserFactory(role="gemeente")
    join_gemeente(user=person, gemeente=Gemeente.objects.get(slug="arnhem"), actor=None)
    return person


def test_sent_twice_at_once_gives_one_page_and_two_mails(author: User, rounds: range) -> None:
    for number in rounds:
        row = make_contribution(author, token=f"een-{number}")
        outcomes = at_once(
            *[lambda row=row: submit_contribution(contribution=row, actor=author) for _ in range(2)]
        )
        assert failures(outcomes) == []
        assert CasePage.objects.count() == number + 1
        assert MailMessage.objects.filter(key__startswith=f"contribution:{row.pk}:").count() == 2


def test_page_kept_while_it_is_sent_changes_nothing_that_was_sent(author: User, rounds: range) -> None:
    for number in rounds:
        row = make_contribution(author, token=f"een-{number}")
        outcomes = at_once(
            lambda row=row: submit_contribution(contribution=row, actor=author),
            lambda row=row: keep_contribution(
                actor=author, token=row.token, answers={"goal": "Een ander doel"}
            ),
        )
        assert all(isinstance(one, SentAlreadyError) for one in failures(outcomes))
        row.refresh_from_db()
        assert row.state == ContributionState.INGEDIEND
        page = CasePage.objects.get(pk=row.page_id)
        assert page.goal == row.answers["goal"]


def test_two_tabs_at_once_keep_one_text_and_tell_the_other(author: User, rounds: range) -> None:
    seen = mark_of_values(read_seen_answers({}, ["goal"]))
    for number in rounds:
        outcomes = at_once(
            *[
                lambda text=text, number=number: keep_contribution(
                    actor=author, token=f"nieuw-{number}", answers={"goal": text}, names=["goal"], seen=seen
                )
                for text in ("Een", "Twee")
            ]
        )
        assert [type(one) for one in failures(outcomes)] == [ChangedElsewhereError]
        assert Contribution.objects.filter(token=f"nieuw-{number}").count() == 1

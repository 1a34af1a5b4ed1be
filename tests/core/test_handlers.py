"""What the core does at night."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from krachtwijken.core.handlers import KEEP_DONE, KEEP_MAIL, forget_mail, forget_sessions, tidy
from krachtwijken.core.outbox.models import MailMessage, OutboxRow, RowState

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def session(age: timedelta) -> str:
    made = SessionStore()
    made.set_expiry(timezone.now() + age)
    made.create()
    return str(made.session_key)


def test_sessions_that_ended_are_taken_away_at_night() -> None:
    ended, running = session(-A_DAY), session(A_DAY)
    assert set(Session.objects.values_list("pk", flat=True)) == {ended, running}
    assert forget_sessions() == 1
    assert set(Session.objects.values_list("pk", flat=True)) == {running}


def test_what_is_done_and_mail_that_was_sent_are_kept_for_a_while() -> None:
    now = timezone.now()
    for name, state, done_at in (
        ("old", RowState.DONE, now - KEEP_DONE - A_DAY),
        ("new", RowState.DONE, now - KEEP_DONE + A_DAY),
        ("failed", RowState.DEAD, None),
    ):
        OutboxRow.objects.create(topic="test", key=name, state=state, done_at=done_at)
    for name, sent_at in (
        ("old", now - KEEP_MAIL - A_DAY),
        ("new", now - KEEP_MAIL + A_DAY),
        ("unsent", None),
    ):
        MailMessage.objects.create(key=name, to="a@example.org", subject="s", body="b", sent_at=sent_at)
    tidy()
    forget_mail()
    assert set(OutboxRow.objects.values_list("key", flat=True)) == {"new", "failed"}
    assert set(MailMessage.objects.values_list("key", flat=True)) == {"new", "unsent"}

"""Every table has a term, and what is past it goes."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import models
from django.utils import timezone

from krachtwijken.core import retention
from krachtwijken.core.checks import every_model_has_a_term
from krachtwijken.core.mail import queue_text
from krachtwijken.core.outbox.models import MailMessage

pytestmark = pytest.mark.django_db


def test_every_model_has_a_term_and_every_rule_of_a_term_is_there() -> None:
    assert every_model_has_a_term(None) == []


def test_model_without_a_term_fails_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(retention.TERMS, "matching.SupportRequest")
    with pytest.raises(SystemCheckError, match=r"matching\.SupportRequest"):
        call_command("check")


def test_term_whose_rule_is_gone_fails_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(retention.RULES, "matching.drafts")
    assert [error.id for error in every_model_has_a_term(None)] == ["krachtwijken.E006"]


def test_rules_are_known_to_a_process_that_serves_no_page() -> None:
    told = (
        "import django; django.setup(); from krachtwijken.core.retention import RULES, TERMS; "
        "print({term.rule for term in TERMS.values() if term.rule} - set(RULES))"
    )
    done = subprocess.run(
        [sys.executable, "-c", told],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "krachtwijken.settings.test", "PYTHONPATH": "site:."},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "set()"


def test_rule_that_fails_leaves_the_others_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[int] = []

    def breaks() -> int:
        raise RuntimeError("not tonight")

    def works() -> int:
        ran.append(1)
        return 1

    monkeypatch.setattr(retention, "RULES", {"first": breaks, "second": works})
    with pytest.raises(retention.RulesFailedError, match="first"):
        retention.forget_all()
    assert ran == [1]


@pytest.mark.parametrize("sent", [True, False])
def test_mail_is_forgotten_sent_or_not(sent: bool) -> None:
    for key, days in (("old", 91), ("young", 89)):
        message = queue_text(to="a@example.org", subject="Hallo", body="Tekst", key=key)
        moment = timezone.now() - timedelta(days=days)
        MailMessage.objects.filter(pk=message.pk).update(created_at=moment, sent_at=moment if sent else None)
    retention.RULES["core.mail"]()
    assert [message.key for message in MailMessage.objects.all()] == ["young"]


def test_sessions_and_the_places_of_login_go_when_their_time_is_over(as_role: Callable[..., Any]) -> None:
    clients = [as_role("gemeente"), as_role("gemeente")]
    for client in clients:
        UserSession.objects.create(
            user=client.user, session_key=client.session.session_key, ip="127.0.0.1", user_agent="x"
        )
    old = Session.objects.filter(pk=clients[0].session.session_key)
    old.update(expire_date=timezone.now() - timedelta(minutes=1))
    for name in ("core.sessions", "accounts.sessions"):
        retention.RULES[name]()
    assert [row.session_key for row in UserSession.objects.all()] == [clients[1].session.session_key]
    assert Session.objects.count() == 1


def test_register_names_models_that_are_there() -> None:
    """But for a table that one of the two databases alone has."""
    known = {model._meta.label for model in apps.get_models()}
    assert set(retention.TERMS) - known <= {"wagtailsearch.SQLiteFTSIndexEntry"}


def test_model_has_one_term() -> None:
    with pytest.raises(ValueError, match="already"):
        retention.register_kept("for ever", "matching.SupportRequest")


def test_every_text_field_for_people_is_in_a_table_with_a_rule_or_an_owner() -> None:
    """A form or a mail address in a table that says it holds no person would be a lie."""
    for model in apps.get_models():
        if retention.TERMS[model._meta.label].kept == retention.NO_PERSON:
            fields = [type(field) for field in model._meta.concrete_fields]
            assert models.EmailField not in fields
            assert models.GenericIPAddressField not in fields

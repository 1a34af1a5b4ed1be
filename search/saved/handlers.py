"""At night every saved search that is due becomes a row in the outbox; the worker looks and writes the mail."""

from datetime import date
from typing import Any

from django.utils import timezone

from krachtwijken.core.mail import renew_before_sending
from krachtwijken.core.outbox import handler
from krachtwijken.core.scheduler import nightly
from search.saved.alerts import MAIL_PREFIX, TOPIC, ask_for_alerts, renewed, send_alert


@nightly("search.alerts")
def look_at_saved_searches() -> None:
    ask_for_alerts(night=timezone.localdate())


@handler(TOPIC)
def alert(payload: dict[str, Any]) -> None:
    send_alert(pk=int(payload["search"]), night=date.fromisoformat(payload["night"]))


renew_before_sending(MAIL_PREFIX)(renewed)

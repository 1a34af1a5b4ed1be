"""The nightly look at saved searches, and the last look at their mail before it leaves."""

from django.utils import timezone

from krachtwijken.core.mail import renew_before_sending
from krachtwijken.core.scheduler import nightly
from search.features.saved_searches.alerts import MAIL_PREFIX, renewed, send_alerts


@nightly("search.alerts")
def look_at_saved_searches() -> None:
    send_alerts(night=timezone.localdate())


renew_before_sending(MAIL_PREFIX)(renewed)

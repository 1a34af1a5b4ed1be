"""The nightly look at saved searches, and the last look at their mail before it leaves."""

from django.utils import timezone

from krachtwijken.core.mail import renew_before_sending
from krachtwijken.core.scheduler import nightly

# Registers what it forgets.
from search.features.saved_searches import services
from search.features.saved_searches.alerts import MAIL_PREFIX, renew_alert, send_alerts


class NotAllLookedAtError(Exception):
    """The job is tried again later this night; what was told is not told twice."""


@nightly("search.alerts")
def look_at_saved_searches() -> None:
    if send_alerts(night=timezone.localdate()).failed:
        raise NotAllLookedAtError


renew_before_sending(MAIL_PREFIX)(renew_alert)
# Written down one per search, before there was one per person: what they tell is told by the next of those.
renew_before_sending("saved-search:")(lambda key: None)

__all__ = ["NotAllLookedAtError", "look_at_saved_searches", "services"]

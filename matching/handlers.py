"""Loaded with the app by every process, a worker too: what the loket forgets and asks at night, and the mail it
fetches."""

from typing import Any

import structlog
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from expertpool.models import ExpertProfile
from krachtwijken.accounts.account_trail import CLOSED_TOPIC
from krachtwijken.core import health
from krachtwijken.core.locks import LockHeldError, exclusive
from krachtwijken.core.outbox.registry import handler
from krachtwijken.core.scheduler import every_minute, nightly
from matching.asides.services import forgetting as asides_forgetting
from matching.blocking import bundle_clock as blocking_bundle_clock
from matching.blocking import late as blocking_late
from matching.blocking import own_clock as blocking_own_clock
from matching.blocking import services as blocking
from matching.closing import services as closing
from matching.closing import silence
from matching.closing.approving import late as approving_late
from matching.closing.approving import services as approving
from matching.conversation.services import promises, tidying
from matching.couplings import services as couplings
from matching.couplings import settling as couplings_settling
from matching.engagements.services import forgetting as engagements_forgetting
from matching.engagements.services import settling
from matching.engagements.transitions import BROKEN_TOPIC
from matching.joint import reminding as joint_reminding
from matching.joint import services as joint
from matching.joint import settling as joint_settling
from matching.mail_in import outgoing
from matching.mail_in.boxes import BoxError, is_configured
from matching.mail_in.health import check_mail_in, mail_in_details
from matching.mail_in.services import forgetting as mail_forgetting
from matching.mail_in.services.fetching import fetch_mail
from matching.merging import services as merging
from matching.models import SupportRequest
from matching.parts.services import settling as parts_settling
from matching.proposals import services as proposals
from matching.requests.services import drafts, escalating, files, forgetting
from matching.requests.services.steps import ENDED_TOPIC
from matching.teams.services import ending as teams_ending
from matching.teams.services import tidying as teams_tidying

log = structlog.get_logger(__name__)


@nightly("matching.follow_up")
def ask_what_remained() -> None:
    closing.ask_follow_ups(today=timezone.localdate())


@every_minute("matching.fetch_mail")
def fetch_mail_regularly() -> None:
    """One worker at a time; the health of the site says when it last worked."""
    if not is_configured():
        return
    try:
        with exclusive("fetch_mail"):
            fetch_mail()
    except LockHeldError:
        return
    except BoxError as error:
        log.warning("mail_not_fetched", why=str(error))


health.register_check("mail_in", check_mail_in, details=mail_in_details)


@receiver(pre_delete, sender=ExpertProfile, dispatch_uid="matching.forget_person")
def forget_person(instance: ExpertProfile, **_: Any) -> None:
    """In the transaction of the erasure, by whoever or whatever deletes the profile."""
    teams_tidying.forget_seats_of(instance)
    couplings.forget_coupled(instance)
    asides_forgetting.forget_asides_with(instance)


@handler(ENDED_TOPIC)
def settle_what_ended(payload: dict[str, Any]) -> None:
    """Repeatable. A topic has one function, and each room of the loket has something of its own to close."""
    settling.settle_ended_request(payload)
    request = SupportRequest.objects.filter(pk=payload["request"]).first()
    if request is not None:
        promises.drop_promises(request=request)
    parts_settling.settle_parts_of_request(payload)
    teams_ending.stop_team_of_request(payload)
    couplings_settling.settle_couplings_of_request(payload)
    joint_settling.settle_joint_of_request(payload)


@handler(BROKEN_TOPIC)
def settle_what_broke_off(payload: dict[str, Any]) -> None:
    """Repeatable."""
    couplings_settling.settle_couplings_of_mission(payload)


@handler(CLOSED_TOPIC)
def settle_what_was_closed(payload: dict[str, Any]) -> None:
    """Repeatable."""
    settling.settle_closed_account(payload)


__all__ = [
    "approving",
    "approving_late",
    "asides_forgetting",
    "ask_what_remained",
    "blocking",
    "blocking_bundle_clock",
    "blocking_late",
    "blocking_own_clock",
    "closing",
    "couplings",
    "drafts",
    "engagements_forgetting",
    "escalating",
    "fetch_mail_regularly",
    "files",
    "forget_person",
    "forgetting",
    "joint",
    "joint_reminding",
    "mail_forgetting",
    "merging",
    "outgoing",
    "parts_settling",
    "proposals",
    "settle_what_broke_off",
    "settle_what_ended",
    "settle_what_was_closed",
    "settling",
    "silence",
    "teams_ending",
    "teams_tidying",
    "tidying",
]

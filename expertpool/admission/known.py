"""The mail to somebody who is nominated and known already; whoever nominates hears the same as of anybody else."""

from django.utils import timezone

from expertpool.models import ExpertProfile, Nomination, NominationState
from krachtwijken.core.mail import queue_mail

TEMPLATE = "mail/nomination_known.txt"


def tell_known_profile(profile: ExpertProfile) -> None:
    """Repeatable: once a month, however many nominate. Not to a closed account, which has nowhere to look."""
    user = profile.user
    if user is None or not user.is_active:
        return
    queue_mail(
        to=user.email,
        template=TEMPLATE,
        context={"waits": False, "is_open": profile.is_open},
        key=f"nomination-known:profile:{profile.pk}:{_month()}",
    )


def tell_known_nomination(nomination: Nomination) -> None:
    """Repeatable, as above. Who did not answer yet has the question in the mailbox, and gets no second one."""
    if nomination.state != NominationState.CONSENTED:
        return
    queue_mail(
        to=nomination.email,
        template=TEMPLATE,
        context={"waits": True},
        key=f"nomination-known:nomination:{nomination.pk}:{_month()}",
    )


def _month() -> str:
    return f"{timezone.localdate():%Y-%m}"

"""Say something to who helps, or to the loket, and mark what was read."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.tokens import token_of_words
from matching.asides.enums import AsideSide
from matching.asides.letters import tell_desk_of_aside, tell_helpers
from matching.asides.models import About, Aside, AsideMessage, kind_of_aside
from matching.asides.rules import side_of_aside, why_silent
from matching.asides.selectors import aside_about
from matching.engagements.models import Invitation
from matching.engagements.transitions import lock_invitation
from matching.parts.transitions import lock_part
from matching.requests.workflow import WrongStepError


@transaction.atomic
def post_aside(*, about: About, actor: User, text: str, token: str, by_link: bool = False) -> AsideMessage:
    """Repeatable: the same words under the same token of the same writer are one message. The other side gets a mail that
    says only that there is one. Raises PermissionDenied, and WrongStepError once the request, invitation, mission or part
    is over."""
    fresh = lock_about(about)
    side = side_of_aside(actor, fresh)
    if side is None:
        raise PermissionDenied
    aside = aside_about(fresh)
    token = token_of_words(token, text)
    written = AsideMessage.objects.filter(aside=aside, author=actor, token=token).first() if aside else None
    if written is not None:
        return written
    if why := why_silent(fresh):
        raise WrongStepError(why)
    if aside is None:
        aside = Aside.objects.create(request=fresh.request, **{kind_of_aside(fresh): fresh})
    message = AsideMessage.objects.create(aside=aside, author=actor, side=side, text=text, token=token)
    data = {"side": side.value, **({"by": "link"} if by_link else {})}
    audit.record(actor=actor, action="matching.aside", target=message, data=data)
    if side is AsideSide.LOKET:
        tell_helpers(message, fresh)
    else:
        tell_desk_of_aside(message, fresh)
    _mark_up_to(aside, side, message.pk)
    return message


@transaction.atomic
def mark_aside_read(*, about: About, actor: User, last: int) -> None:
    """Repeatable, and never back. For the whole side: colleagues share the thread."""
    fresh = lock_about(about)
    side, aside = side_of_aside(actor, fresh), aside_about(fresh)
    if side is None:
        raise PermissionDenied
    newest = aside.messages.filter(pk__lte=last).order_by("-pk").first() if aside else None
    if aside is not None and newest is not None:
        _mark_up_to(aside, side, newest.pk)


def lock_about(about: About) -> About:
    """With its request first, as every service of a request does."""
    return lock_invitation(about.pk) if isinstance(about, Invitation) else lock_part(about.pk)


def _mark_up_to(aside: Aside, side: AsideSide, last: int) -> None:
    """Under the lock of the request. Whoever answers has read what stands above it."""
    field = "read_by_desk" if side is AsideSide.LOKET else "read_by_helper"
    if getattr(aside, field) < last:
        setattr(aside, field, last)
        aside.save(update_fields=[field])

"""What the one answer does to each request that reported a rule: the page says it beforehand, the service does it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices

from krachtwijken.accounts.models import User
from matching.conversation.rules import may_talk
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from matching.requests.workflow import steps_from


class Way(TextChoices):
    ANSWERED = "beantwoord", "wordt beantwoord"
    MESSAGE = "bericht", "krijgt het als bericht"
    MAIL = "mail", "is voorbij: de gemeente krijgt alleen de mail"


@dataclass(frozen=True)
class AnswerEffect:
    """Of one request, for who answers now."""

    request: SupportRequest
    way: Way
    state_before: RequestStatus
    state_after: RequestStatus
    owner_after: User | None
    # Whoever answers becomes the owner, because nobody is.
    takes: bool

    @property
    def is_answered(self) -> bool:
        return self.way is Way.ANSWERED

    @property
    def changes_state(self) -> bool:
        return self.state_after is not self.state_before

    @property
    def mark(self) -> str:
        """Another one when something of it changed since the page was made."""
        owner = self.owner_after.pk if self.owner_after else ""
        return f"{self.request.reference}:{self.state_before}:{self.way}:{owner}"


def effect_of(request: SupportRequest, *, actor: User) -> AnswerEffect:
    """A request that waits is answered; an owner who is there stays, and only where there is none whoever answers becomes it.
    What the loket does otherwise, such as a request that is of another kind by now, goes on as it is."""
    now, owner = RequestStatus(request.status), request.handler
    begun = RequestStatus.IN_BEHANDELING if now is RequestStatus.INGEDIEND else now
    if RequestStatus.BEANTWOORD in steps_from(begun, request.kind):
        return AnswerEffect(
            request, Way.ANSWERED, now, RequestStatus.BEANTWOORD, owner or actor, owner is None
        )
    way = Way.MESSAGE if may_talk(request) else Way.MAIL
    return AnswerEffect(request, way, now, now, owner, takes=False)


def marks_of(effects: Iterable[AnswerEffect]) -> list[str]:
    return [effect.mark for effect in effects]

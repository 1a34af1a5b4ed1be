"""A case waits for those who helped; each says a word, and the loket lets it go to the redactie or gives it back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from knowledge.contributions.models import Contribution
from knowledge.contributions.services.submit import release_contribution, return_contribution
from krachtwijken.accounts.models import User
from krachtwijken.core import audit, retention
from krachtwijken.core.stored_files import withdraw_files_on_failure
from matching.closing.approving.enums import ApprovalState, ReaderSide, Word
from matching.closing.approving.letters import (
    tell_author_to_change,
    tell_desk_of_word,
    tell_readers,
)
from matching.closing.approving.models import CaseApproval, CaseWord
from matching.closing.approving.rules import (
    Reader,
    case_helpers_of,
    is_still_heard,
    reader_of,
    readers_waited_for,
    reading_term_from,
)
from matching.models import SupportRequest
from matching.requests.services.forgetting import AT_ONCE, ENDED, REMOVED, TEXTS_KEPT
from matching.requests.workflow import WrongStepError

TOO_LATE = "De termijn is voorbij. Het loket beslist nu alleen."
OTHER_VERSION = "De gemeente verstuurde intussen een andere versie. Lees die hieronder, en zeg het opnieuw."
NOT_ALL = (
    "Nog niet iedereen die hielp, heeft gelezen. Dat kan tot en met de termijn. Daarna beslist u alleen."
)
NO_AUTHOR = "Wie dit schreef, heeft geen account meer. Het kan niet meer naar de redactie."


@transaction.atomic
def ask_readers(contribution: Contribution, actor: User) -> bool:
    """In the transaction that sends a contribution, which is locked: of one that was made of a request it waits. Sent again
    it is another time, with the term of the first."""
    request = SupportRequest.objects.filter(reference=contribution.origin).first()
    if request is None:
        return False
    now, today = timezone.now(), timezone.localdate()
    fresh, is_new = CaseApproval.objects.select_for_update(of=("self",)).get_or_create(
        contribution=contribution,
        defaults={"request": request, "asked_at": now, "until": reading_term_from(today)},
    )
    if not is_new:
        fresh.state, fresh.asked_at, fresh.round = ApprovalState.WAITING, now, fresh.round + 1
        fresh.save(update_fields=["state", "asked_at", "round"])
    audit.record(actor=actor, action="matching.case_asked", target=fresh, data={"round": fresh.round})
    tell_readers(fresh, [] if fresh.is_past(today=today) else case_helpers_of(request))
    return True


def say_word(*, approval: CaseApproval, actor: User, word: Word, reason: str = "", seen: int) -> CaseApproval:
    """Repeatable: the same word of a side once more changes nothing. `seen` is the time that was read. One transaction, in
    which a yes of the loket makes the page of the redactie."""
    with withdraw_files_on_failure() as stored:
        fresh = _locked(approval)
        reader = reader_of(actor, fresh)
        if reader is None:
            raise PermissionDenied
        given = next((one for one in fresh.words.filter(round=seen) if reader.said(one)), None)
        if given is not None and (given.agrees, given.reason) == (word is Word.AGREED, reason):
            return fresh
        _refuse_what_came_late(fresh, reader, given, word, seen)
        said = CaseWord.objects.create(
            approval=fresh, round=seen, side=reader.side, mission=reader.mission,
            organisation=reader.organisation, agrees=word is Word.AGREED, reason=reason, by=actor,
        )  # fmt: skip
        audit.record(
            actor=actor, action="matching.case_word", target=fresh,
            data={"side": reader.side.value, "word": word.value, "round": seen},
        )  # fmt: skip
        author: User | None = fresh.contribution.author
        if word is Word.CHANGE:
            _give_back(fresh, said, actor)
        elif reader.side is ReaderSide.LOKET and author is not None:
            _move(fresh, ApprovalState.AGREED)
            release_contribution(contribution=fresh.contribution, actor=actor, author=author, stored=stored)
        if reader.side is not ReaderSide.LOKET:
            tell_desk_of_word(fresh, said)
    return fresh


def _locked(approval: CaseApproval) -> CaseApproval:
    """The contribution first, as whoever sends it does."""
    contribution = Contribution.objects.select_for_update(of=("self",)).select_related("author").get(
        pk=approval.contribution_id
    )  # fmt: skip
    fresh = CaseApproval.objects.select_for_update(of=("self",)).select_related("request__gemeente").get(
        pk=approval.pk
    )  # fmt: skip
    fresh.contribution = contribution
    return fresh


def _refuse_what_came_late(
    fresh: CaseApproval, reader: Reader, given: CaseWord | None, word: Word, seen: int
) -> None:
    today = timezone.localdate()
    if given is not None:
        said = Word.AGREED if given.agrees else Word.CHANGE
        raise WrongStepError(f"Namens uw kant is al gezegd: {said.label.lower()}. Dat blijft zo.")
    if not fresh.is_waiting:
        raise WrongStepError(f"Dit kan niet meer. De stand is nu: {fresh.get_state_display().lower()}.")
    if seen != fresh.round:
        raise WrongStepError(OTHER_VERSION)
    if not is_still_heard(reader, fresh, today=today):
        raise WrongStepError(TOO_LATE)
    if reader.side is ReaderSide.LOKET and word is Word.AGREED:
        if readers_waited_for(fresh, today=today):
            raise WrongStepError(NOT_ALL)
        if fresh.contribution.author is None:
            raise WrongStepError(NO_AUTHOR)


def _give_back(fresh: CaseApproval, said: CaseWord, actor: User) -> None:
    _move(fresh, ApprovalState.CHANGE)
    return_contribution(contribution=fresh.contribution, actor=actor, reason=said.reason)
    tell_author_to_change(fresh, said)


def _move(fresh: CaseApproval, to: ApprovalState) -> None:
    fresh.state = to
    fresh.save(update_fields=["state"])


@retention.register_rule("matching.approvals")
@transaction.atomic
def forget_case_words() -> int:
    """Repeatable. With the request's texts go the words and who said them; yes and no stay."""
    old = CaseWord.objects.filter(
        approval__request__status__in=ENDED,
        approval__request__status_since__lt=timezone.now() - TEXTS_KEPT,
    ).exclude(reason=REMOVED)
    pks = list(old.values_list("pk", flat=True)[:AT_ONCE])
    return CaseWord.objects.filter(pk__in=pks).update(reason=REMOVED, by=None)

"""A case waits for those who helped; each says a word, and the loket lets it go to the redactie or gives it back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from knowledge.contributions.models import Contribution
from knowledge.contributions.services.submit import release_contribution, return_contribution
from krachtwijken.accounts.models import User
from krachtwijken.core import audit, retention
from krachtwijken.core.stored_files import withdraw_files_on_failure
from matching.closing.approving.enums import ApprovalState, HowSaid, ReaderSide, Word
from matching.closing.approving.letters import (
    tell_author_to_change,
    tell_desk_of_word,
    tell_readers,
)
from matching.closing.approving.links import opened_by
from matching.closing.approving.models import CaseApproval, CaseWord
from matching.closing.approving.rules import (
    Reader,
    case_helpers_of,
    centre_that_helped,
    has_to_change,
    is_still_heard,
    reader_of,
    reader_without_account,
    readers_waited_for,
    reading_term_from,
    said_this_time,
    speaks_for_loket,
    term_of_round,
)
from matching.models import SupportRequest
from matching.requests.services.forgetting import AT_ONCE, ENDED, REMOVED, TEXTS_KEPT
from matching.requests.workflow import WrongStepError

TOO_LATE = "De termijn is voorbij. Het loket beslist nu alleen."
OTHER_VERSION = "De gemeente verstuurde intussen een andere versie. Lees die hieronder, en zeg het opnieuw."
NOT_ALL = (
    "Nog niet iedereen die hielp, heeft gelezen. Dat kan tot en met de termijn. Daarna beslist u alleen."
)
MUST_CHANGE = "Iemand die hielp, wil eerst iets anders. Laat het voorbeeld aanpassen. Daarna leest iedereen het opnieuw."
NO_AUTHOR = "Wie dit schreef, heeft geen account meer. Het kan niet meer naar de redactie."


@transaction.atomic
def ask_readers(contribution: Contribution, actor: User) -> bool:
    """In the transaction that sends a contribution, which is locked: of one that was made of a request it waits. Sent again
    it is another time, about which everybody is asked anew."""
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
        fresh.until, fresh.late_told_at = term_of_round(fresh.round, fresh.until, today=today), None
        fresh.save(update_fields=["state", "asked_at", "round", "until", "late_told_at"])
    audit.record(actor=actor, action="matching.case_asked", target=fresh, data={"round": fresh.round})
    tell_readers(fresh, [] if fresh.is_past(today=today) else case_helpers_of(request))
    return True


def say_word(*, approval: CaseApproval, actor: User, word: Word, reason: str = "", seen: int) -> CaseApproval:
    """Repeatable: the same word of a side once more changes nothing. `seen` is the time that was read. One transaction, in
    which a yes of the loket makes the page of the redactie."""
    said = Said(word, reason, seen, HowSaid.LOGIN, actor)
    return _hear(approval, said, lambda fresh: reader_of(actor, fresh))


def say_word_by_link(
    *, approval: CaseApproval, key: str, word: Word, reason: str = "", seen: int
) -> CaseApproval:
    """Repeatable, as `say_word`. Of who holds the link that the loket passed on; who that was is not proved."""
    opened = opened_by(key)
    if opened is None or opened[0] != approval.pk:
        raise PermissionDenied
    said = Said(word, reason, seen, HowSaid.LINK, None)
    return _hear(approval, said, lambda fresh: reader_without_account(fresh, opened[1]))


def write_word_down(
    *, approval: CaseApproval, mission: int, actor: User, word: Word, reason: str = "", seen: int
) -> CaseApproval:
    """Repeatable, as `say_word`. Who speaks for the loket read it to somebody without an account, and writes what that person
    said."""

    def find_reader(fresh: CaseApproval) -> Reader | None:
        return reader_without_account(fresh, mission) if speaks_for_loket(actor, fresh) else None

    return _hear(approval, Said(word, reason, seen, HowSaid.WRITTEN_DOWN, actor), find_reader)


@dataclass(frozen=True)
class Said:
    word: Word
    reason: str
    seen: int
    how: HowSaid
    actor: User | None


def _hear(
    approval: CaseApproval, said: Said, find_reader: Callable[[CaseApproval], Reader | None]
) -> CaseApproval:
    with withdraw_files_on_failure() as stored:
        fresh = lock_approval(approval)
        reader = find_reader(fresh)
        if reader is None:
            raise PermissionDenied
        given = next((one for one in fresh.words.filter(round=said.seen) if reader.said(one)), None)
        if given is not None and (given.agrees, given.reason) == (said.word is Word.AGREED, said.reason):
            return fresh
        _refuse_what_came_late(fresh, reader, given, said.word, said.seen)
        kept = _keep(fresh, reader, said)
        author: User | None = fresh.contribution.author
        if reader.side is not ReaderSide.LOKET:
            give_back_when_all_spoke(fresh, actor=said.actor, today=timezone.localdate())
        elif said.word is Word.CHANGE:
            _give_back(fresh, said.actor)
        elif said.actor is not None and author is not None:
            _move(fresh, ApprovalState.AGREED)
            release_contribution(
                contribution=fresh.contribution, actor=said.actor, author=author, stored=stored,
                helped_by=centre_that_helped(fresh.request),
            )  # fmt: skip
        if reader.side is not ReaderSide.LOKET and said.how is not HowSaid.WRITTEN_DOWN:
            tell_desk_of_word(fresh, kept)
    return fresh


def give_back_when_all_spoke(fresh: CaseApproval, *, actor: User | None, today: date) -> bool:
    """Of what is locked with its contribution. Everybody who helped keeps an own answer: what one of them wants changed goes
    back when the others spoke too, or their term passed, and then with all that was said."""
    if not fresh.is_waiting or not has_to_change(fresh) or readers_waited_for(fresh, today=today):
        return False
    _give_back(fresh, actor)
    return True


def _keep(fresh: CaseApproval, reader: Reader, said: Said) -> CaseWord:
    audit.record(
        actor=said.actor, action="matching.case_word", target=fresh,
        data={"side": reader.side.value, "word": said.word.value, "round": said.seen, "how": said.how.value},
    )  # fmt: skip
    return CaseWord.objects.create(
        approval=fresh, round=said.seen, side=reader.side, mission=reader.mission, how=said.how,
        organisation=reader.organisation, agrees=said.word is Word.AGREED, reason=said.reason, by=said.actor,
    )  # fmt: skip


def lock_approval(approval: CaseApproval) -> CaseApproval:
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
        if has_to_change(fresh):
            raise WrongStepError(MUST_CHANGE)
        if fresh.contribution.author is None:
            raise WrongStepError(NO_AUTHOR)


def _give_back(fresh: CaseApproval, actor: User | None) -> None:
    """With every reason of this time, each with who gave it: one person reads them above the draft."""
    words = [word for word in said_this_time(fresh) if not word.agrees]
    reason = (
        words[0].reason if len(words) == 1 else "\n\n".join(f"{word.whom}: {word.reason}" for word in words)
    )
    _move(fresh, ApprovalState.CHANGE)
    return_contribution(contribution=fresh.contribution, actor=actor, reason=reason)
    tell_author_to_change(fresh)


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

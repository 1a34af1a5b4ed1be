"""Two profiles become one. Only who holds the link of one address and the code of the other gets here."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Model

from expertpool.conflicts.former import keep_places_of_work
from expertpool.desk.rules import RINGS_INWARD
from expertpool.directory.services import announce
from expertpool.doubles.providers import move_work
from expertpool.doubles.selectors import address_of, open_profiles, side_by_link
from expertpool.doubles.services import is_right_code
from expertpool.enums import Visibility
from expertpool.models import (
    ConsentRow,
    DoubleState,
    Exclusion,
    ExpertProfile,
    Interest,
    Nomination,
    Pause,
    PoolImportRow,
    PossibleDouble,
    ProfileEvidence,
    ProfileViews,
)
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.accounts import change_account
from krachtwijken.accounts.services.roles import withdraw_role
from krachtwijken.core import audit
from krachtwijken.core.mail import queue_mail

# Of two rows that are the same the one of the profile that stays holds. Table -> what makes them the same.
MOVED: dict[type[Model], tuple[str, ...]] = {
    ProfileEvidence: ("kind", "title", "year"),
    # An end of its own is a row of its own: of two that differ the longest counts.
    Interest: ("gemeente_id", "organisation_id", "role", "until"),
    Exclusion: ("gemeente_id", "by"),
    Pause: ("starts", "ends"),
}


class MergeEndedError(ValueError):
    """It was done, was denied, or is too late."""


class WrongCodeError(ValueError):
    """Not what the mail to the other address says."""


@transaction.atomic
def merge_profiles(*, token: str, code: str) -> ExpertProfile:
    """Once: afterwards the link is no more. Work, interests and consents go along, own words of the profile that goes do not.
    Raises MergeEndedError, WrongCodeError."""
    side = side_by_link(token)
    if side is None:
        raise MergeEndedError
    if not is_right_code(side, code):
        raise WrongCodeError
    pair = _lock(side.pair)
    winner, loser = pair.winner, pair.loser
    gone_address = address_of(loser)
    _move_rows(loser, winner)
    keep_places_of_work(loser=loser, winner=winner)
    move_work.current()(loser, winner)
    _keep_narrowest_ring(loser, winner)
    account = loser.user
    audit.record(
        actor=winner.user, action="expertpool.profiles_merged", target=winner, data={"gone": loser.pk}
    )
    announce(loser)
    announce(winner)
    key = f"profiles-merged:{winner.pk}:{loser.pk}"
    loser.delete()
    closed = account is not None and _leave_account(account)
    _tell(winner, {address_of(winner), gone_address}, gone_address if closed else "", key)
    return winner


def _lock(pair: PossibleDouble) -> PossibleDouble:
    """Nominations, which a verdict locks before the profile, then profiles by age, then the pair."""
    pks = [pair.first_id, pair.second_id]
    list(Nomination.objects.select_for_update(of=("self",)).filter(profile__in=pks).order_by("pk"))
    profiles = ExpertProfile.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    held = {one.pk: one for one in profiles.select_related("user", "nomination")}
    fresh = (
        PossibleDouble.objects.select_for_update(of=("self",))
        .filter(pk=pair.pk, state=DoubleState.ASKED)
        .first()
    )
    if fresh is None or len(held) < 2:
        raise MergeEndedError
    fresh.first, fresh.second = held[fresh.first_id], held[fresh.second_id]
    # Withdrawn, closed or let in meanwhile: the question that was asked is not this one.
    are_open = open_profiles().filter(pk__in=pks).count() == len(pks)
    if not are_open or (fresh.winner.user_id is None and fresh.loser.user_id is not None):
        raise MergeEndedError
    return fresh


def _move_rows(loser: ExpertProfile, winner: ExpertProfile) -> None:
    for table, same in MOVED.items():
        _move(table, same, loser, winner)
    ConsentRow.objects.filter(profile=loser).update(profile=winner)
    PoolImportRow.objects.filter(profile=loser).update(profile=winner)
    for row in ProfileViews.objects.filter(profile=loser):
        there, made = ProfileViews.objects.get_or_create(
            profile=winner, month=row.month, seen_from=row.seen_from, defaults={"count": row.count}
        )
        if not made:
            ProfileViews.objects.filter(pk=there.pk).update(count=F("count") + row.count)


def _move(table: type[Model], same: Iterable[str], loser: ExpertProfile, winner: ExpertProfile) -> None:
    rows, names = table._base_manager, list(same)
    there: set[tuple[Any, ...]] = set(rows.filter(profile=winner).values_list(*names))
    new = [
        pk for pk, *rest in rows.filter(profile=loser).values_list("pk", *names) if tuple(rest) not in there
    ]
    rows.filter(pk__in=new).update(profile=winner)


def _keep_narrowest_ring(loser: ExpertProfile, winner: ExpertProfile) -> None:
    """What was shown to few is not shown to all because it moved; the owner widens it again."""
    rings = [RINGS_INWARD.index(Visibility(one.visibility)) for one in (loser, winner)]
    narrow = RINGS_INWARD[max(rings)]
    if winner.visibility != narrow:
        winner.visibility = narrow
        winner.save(update_fields=["visibility"])


def _leave_account(account: User) -> bool:
    """Closed when it was for the pool only; who has other work here keeps the way in to that."""
    if account.roles - {Role.EXPERT} or account.is_superuser:
        withdraw_role(user=account, role=Role.EXPERT, actor=account)
        return False
    account.is_active = False
    change_account(user=account, fields=["is_active"], actor=account)
    return True


def _tell(winner: ExpertProfile, addresses: set[str], closed: str, key: str) -> None:
    for place, address in enumerate(sorted(addresses - {""})):
        queue_mail(
            to=address,
            template="mail/profile_merged.txt",
            context={
                "title": winner.title,
                "is_closed": address == closed,
                "ring": winner.get_visibility_display(),
                "is_public": winner.visibility == Visibility.PUBLIC,
            },
            key=f"{key}:{place}",
        )

"""What a person decides on a pair: somebody else, or one person, who is then asked at both addresses."""

import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from expertpool.doubles.selectors import Side, address_of, open_profiles, side_by_link
from expertpool.importing.rules import reads_fates
from expertpool.importing.services import NotToDecideError
from expertpool.models import DoubleState, ExpertProfile, PossibleDouble
from krachtwijken.accounts.models import User
from krachtwijken.core import audit
from krachtwijken.core.mail import queue_mail
from krachtwijken.core.tokens import new_token

LINK_HOLDS = timedelta(days=30)
DIGITS = 8


class WrongWinnerError(ValueError):
    """Of two only the one with an account can stay: the other cannot be logged in to."""


@transaction.atomic
def set_apart(*, pair: PossibleDouble, actor: User) -> None:
    """Repeatable. Two people: not proposed again, and a link that was mailed works no more."""
    if not reads_fates(actor):
        raise PermissionDenied
    fresh = _lock(pair)
    if fresh.state != DoubleState.OTHER:
        _end(fresh, actor, actor=actor)


@transaction.atomic
def ask_to_merge(*, pair: PossibleDouble, actor: User, keeps_first: bool) -> None:
    """Repeatable while the links work: nobody gets a second mail. Whether it is one person only that person says."""
    if not reads_fates(actor):
        raise PermissionDenied
    fresh = _lock(pair)
    now = timezone.now()
    if fresh.state == DoubleState.ASKED and fresh.link_until is not None and fresh.link_until >= now:
        return
    if fresh.state == DoubleState.OTHER or not _are_open(fresh):
        raise NotToDecideError
    fresh.keeps_first = keeps_first
    if fresh.winner.user_id is None and fresh.loser.user_id is not None:
        raise WrongWinnerError
    fresh.state, fresh.decided_by, fresh.link_until = DoubleState.ASKED, actor, now + LINK_HOLDS
    fresh.first_token, fresh.second_token = new_token(), new_token()
    fresh.first_code, fresh.second_code = _new_code(), _new_code()
    fresh.save(
        update_fields=[
            "keeps_first", "state", "decided_by", "link_until", "first_token", "second_token", "first_code",
            "second_code",
        ]
    )  # fmt: skip
    audit.record(
        actor=actor, action="expertpool.merge_asked", target=fresh, data={"keeps_first": keeps_first}
    )
    _mail(fresh, fresh.first, fresh.first_token, fresh.first_code)
    _mail(fresh, fresh.second, fresh.second_token, fresh.second_code)


@transaction.atomic
def refuse_merge(*, token: str) -> None:
    """Repeatable. Of who holds a link: this is another person. One no is enough, and it holds."""
    side = side_by_link(token)
    if side is None:
        return
    fresh = _lock(side.pair)
    if fresh.state == DoubleState.ASKED:
        _end(fresh, None, actor=side.profile.user)


def is_right_code(side: Side, typed: str) -> bool:
    """As it stands in the mail, whatever is typed between the digits."""
    digits = "".join(letter for letter in typed if letter.isdecimal() and letter.isascii())
    return secrets.compare_digest(digits, side.other_code)


def _end(fresh: PossibleDouble, decided_by: User | None, *, actor: User | None) -> None:
    fresh.state, fresh.decided_by, fresh.link_until = DoubleState.OTHER, decided_by, None
    fresh.first_token = fresh.second_token = fresh.first_code = fresh.second_code = ""
    fresh.save(
        update_fields=[
            "state", "decided_by", "link_until", "first_token", "second_token", "first_code", "second_code"
        ]
    )  # fmt: skip
    audit.record(actor=actor, action="expertpool.double_set_apart", target=fresh)


def _mail(pair: PossibleDouble, profile: ExpertProfile, token: str, code: str) -> None:
    queue_mail(
        to=address_of(profile),
        template="mail/profile_merge.txt",
        context={
            "title": profile.title,
            "stays": profile == pair.winner,
            "code": f"{code[:4]} {code[4:]}",
            "until": pair.link_until,
            "address": reverse("expertpool:merge", args=[token]),
        },
        key=f"profile-merge:{pair.pk}:{token[:8]}",
    )


def _new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def _are_open(pair: PossibleDouble) -> bool:
    return open_profiles().filter(pk__in=[pair.first_id, pair.second_id]).count() == 2


def _lock(pair: PossibleDouble) -> PossibleDouble:
    """The profiles before the pair, as in `merging`: no two wait for each other."""
    profiles = ExpertProfile.objects.select_for_update(of=("self",)).order_by("pk")
    held = {one.pk: one for one in profiles.filter(pk__in=[pair.first_id, pair.second_id])}
    fresh = PossibleDouble.objects.select_for_update(of=("self",)).filter(pk=pair.pk).first()
    if fresh is None or len(held) < 2:
        raise NotToDecideError
    fresh.first, fresh.second = held[fresh.first_id], held[fresh.second_id]
    return fresh

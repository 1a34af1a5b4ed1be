"""How long a session lives and whether it proved a second factor."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from krachtwijken.accounts.models import User

LOGGED_IN_AT = "accounts.logged_in_at"
SEEN_AT = "accounts.seen_at"
SECOND_FACTOR = "accounts.second_factor"

MAX_AGE = 12 * 60 * 60
STAFF_IDLE_AGE = 30 * 60
# Not every page view writes the session row.
TOUCH_EVERY = 60


def start_clock(session: SessionBase, *, now: float) -> None:
    session[LOGGED_IN_AT] = now
    session[SEEN_AT] = now


def is_over(session: SessionBase, *, staff: bool, now: float) -> bool:
    """Twelve hours after login for everybody, half an hour without a request for staff roles."""
    if now - session.get(LOGGED_IN_AT, now) > MAX_AGE:
        return True
    return staff and now - session.get(SEEN_AT, now) > STAFF_IDLE_AGE


def touch(session: SessionBase, *, now: float) -> None:
    if LOGGED_IN_AT not in session:
        start_clock(session, now=now)
    elif now - session.get(SEEN_AT, 0) > TOUCH_EVERY:
        session[SEEN_AT] = now


def has_authenticator(user: User) -> bool:
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP]))


def mark_second_factor(session: SessionBase, user: User) -> None:
    """The second factor was set up in this very session."""
    session[SECOND_FACTOR] = user.pk


def has_proved_second_factor(request: HttpRequest, user: User) -> bool:
    """A code was given at login, or the factor was set up in this session; a password alone is not enough."""
    if request.session.get(SECOND_FACTOR) == user.pk:
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def end_sessions(user: User, *, keep: str | None = None) -> int:
    """Repeatable. End the sessions of this person, all but the one with the key to keep."""
    rows = UserSession.objects.filter(user_id=user.pk).exclude(session_key=keep or "")
    count = 0
    for row in rows:
        row.end()
        count += 1
    return count

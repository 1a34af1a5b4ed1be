"""Who is acting now: lets signals name the actor in the audit trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from krachtwijken.accounts.models import User

_actor: ContextVar[User | None] = ContextVar("actor", default=None)
_session: ContextVar[str | None] = ContextVar("session", default=None)


def current_actor() -> User | None:
    """The person behind this request or service call; None for the system itself."""
    return _actor.get()


def current_session() -> str | None:
    """The key of the session that this request came with."""
    return _session.get()


@contextmanager
def acting_as(user: User | None) -> Iterator[None]:
    token = _actor.set(user)
    try:
        yield
    finally:
        _actor.reset(token)


@contextmanager
def in_session(key: str | None) -> Iterator[None]:
    token = _session.set(key)
    try:
        yield
    finally:
        _session.reset(token)

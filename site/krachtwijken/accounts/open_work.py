"""What a higher app knows to be open for an account, for whoever is about to close it."""

from collections.abc import Callable, Sequence

from krachtwijken.accounts.models import User
from krachtwijken.core.providers import Provider


def _nothing(user: User) -> Sequence[str]:
    return ()


# Dutch sentences: what is open, and what becomes of it when the account is closed.
open_for_account: Provider[Callable[[User], Sequence[str]]] = Provider(_nothing)

"""Loaded with the app by every process, a worker too: registers what is forgotten of accounts, and what is told at night."""

from krachtwijken.accounts.applying import forgetting as applications
from krachtwijken.accounts.applying.services import remind_of_applications
from krachtwijken.accounts.services import forgetting
from krachtwijken.core.scheduler import nightly

__all__ = ["applications", "forgetting"]


@nightly("accounts.late_applications")
def tell_of_late_applications() -> None:
    remind_of_applications()

"""Every table of accounts, gathered for Django."""

from krachtwijken.accounts.models.applying import (
    OPEN_APPLICATION,
    AccountApplication,
    ApplicationState,
    MailDomain,
)
from krachtwijken.accounts.models.membership import (
    AccountManagement,
    GemeenteMembership,
    OrganisationMembership,
)
from krachtwijken.accounts.models.user import User

__all__ = [
    "OPEN_APPLICATION",
    "AccountApplication",
    "AccountManagement",
    "ApplicationState",
    "GemeenteMembership",
    "MailDomain",
    "OrganisationMembership",
    "User",
]

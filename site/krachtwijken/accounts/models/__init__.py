"""Every table of accounts, gathered for Django."""

from krachtwijken.accounts.models.membership import (
    AccountManagement,
    GemeenteMembership,
    OrganisationMembership,
)
from krachtwijken.accounts.models.user import User

__all__ = ["AccountManagement", "GemeenteMembership", "OrganisationMembership", "User"]

"""How long each table of accounts, and of the login library, is kept."""

from krachtwijken.core.retention import NO_PERSON, register_kept

register_kept(
    "as long as it is in use; name and address go a year after it was closed",
    "accounts.User", "account.EmailAddress", "mfa.Authenticator", "accounts.GemeenteMembership",
    "accounts.OrganisationMembership", "accounts.AccountManagement",
    rule="accounts.closed",
)  # fmt: skip
register_kept("as long as the address that it confirms", "account.EmailConfirmation")
register_kept("as long as the login lasts", "usersessions.UserSession", rule="accounts.sessions")
register_kept(
    "unconfirmed 7 days, decided 90 days, waiting a year at most", "accounts.AccountApplication",
    rule="accounts.applications",
)  # fmt: skip
register_kept(NO_PERSON, "accounts.MailDomain")

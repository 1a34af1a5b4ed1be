"""Who may open which address: every URL name of the platform has a line here, or the build fails.

A role is `visitor` or a value of `Role`. `ALL` may open it; others are sent to the login page (visitor) or get a 403.
Post-only addresses answer 405 to a GET of whoever may use them. `test_url_matrix.py` asks every address as every role.
"""

ALL = frozenset(
    {"visitor", "gemeente", "expert", "kenniscentrum", "loket", "accountmanager", "redactie", "beheer"}
)
MEMBERS = ALL - {"visitor"}
GEMEENTE = frozenset({"gemeente"})
FOLLOWERS = frozenset({"gemeente", "accountmanager"})
EXPERT = frozenset({"expert"})
DESK = frozenset({"loket"})

# name -> who may open it. Objects in addresses do not exist: 404 counts as "may open".
POLICY: dict[str, frozenset[str]] = {
    "core:live": ALL,
    "core:ready": ALL,
    "core:security_txt": ALL,
    "core:robots_txt": ALL,
    "accounts:mine": MEMBERS,
    "accounts:totp_qr": MEMBERS,
    "search:search": ALL,
    "search:complete": ALL,
    "search:answer": ALL,
    "search:answer_detail": ALL,
    "expertpool:list": ALL,
    "expertpool:detail": ALL,
    "expertpool:own": EXPERT,
    "expertpool:withdraw": EXPERT,
    "expertpool:export": EXPERT,
    "matching:start": ALL,
    "matching:new": GEMEENTE,
    "matching:check": GEMEENTE,
    "matching:step": GEMEENTE,
    "matching:own": FOLLOWERS,
    "matching:status": FOLLOWERS,
    "matching:withdraw": GEMEENTE,
    "matching:work_list": DESK,
    "matching:request_detail": DESK,
    "matching:take": DESK,
}
# The login library and Wagtail guard their own pages; their namespaces are tested as a whole.
OTHERS = ("account_", "mfa_", "usersessions_", "side_door_", "wagtail")
POST_ONLY = frozenset({"expertpool:withdraw", "matching:withdraw", "matching:take"})
EDITORS = frozenset({"kenniscentrum", "redactie", "beheer"})

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
POOL_DESK = frozenset({"loket", "beheer"})

# name -> who may open it. Objects in addresses do not exist: 404 counts as "may open".
POLICY: dict[str, frozenset[str]] = {
    "core:live": ALL,
    "core:ready": ALL,
    "core:security_txt": ALL,
    "core:robots_txt": ALL,
    "accounts:mine": MEMBERS,
    "accounts:totp_qr": MEMBERS,
    "knowledge:compare": ALL,
    "knowledge:shortlist": ALL,
    "knowledge:shortlist_save": ALL,
    "knowledge:shortlist_detail": ALL,
    "knowledge:shortlist_appendix": ALL,
    "knowledge:shortlist_share": ALL,
    "knowledge:shortlist_remove": ALL,
    "knowledge:shortlist_claim": MEMBERS,
    "knowledge:shortlist_own": MEMBERS,
    "search:search": ALL,
    "search:complete": ALL,
    "search:answer": ALL,
    "search:answer_detail": ALL,
    "search:answer_appendix": ALL,
    "search:answer_pdf": ALL,
    "search:answer_verdict": ALL,
    "search:feed": ALL,
    "search:case_feed": ALL,
    "search:asked": ALL,
    "search:saved_list": MEMBERS,
    "search:saved_new": MEMBERS,
    "search:saved_detail": MEMBERS,
    "search:saved_edit": MEMBERS,
    "search:saved_pause": MEMBERS,
    "search:saved_seen": MEMBERS,
    "search:saved_delete": MEMBERS,
    "search:saved_stop": ALL,
    "expertpool:list": ALL,
    "expertpool:detail": ALL,
    "expertpool:own": EXPERT,
    "expertpool:withdraw": EXPERT,
    "expertpool:export": EXPERT,
    "expertpool:desk": POOL_DESK,
    "expertpool:desk_adjust": POOL_DESK,
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
# So do reports inside the content management: tests/search/documents/test_documents.py.
OTHERS = ("account_", "mfa_", "usersessions_", "side_door_", "wagtail", "document_texts")
POST_ONLY = frozenset(
    {
        "expertpool:withdraw",
        "matching:withdraw",
        "matching:take",
        "knowledge:shortlist_save",
        "knowledge:shortlist_share",
        "knowledge:shortlist_remove",
        "knowledge:shortlist_claim",
        "search:saved_pause",
        "search:saved_seen",
    }
)
EDITORS = frozenset({"kenniscentrum", "redactie", "beheer"})

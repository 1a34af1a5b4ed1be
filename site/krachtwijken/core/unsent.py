"""What somebody typed when the session had ended meanwhile: kept for the login that follows, given back on the same page.

A form that takes part holds `{% keeps_text %}` (core/templatetags/form_tags.py), a signed field that says whose it is, and
its view binds `unsent.data(request)`. The text waits in the session of the browser, for an hour, for that person only.
"""

import time

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict

FIELD = "van_wie"
KEY = "core.unsent"
KEPT_SECONDS = 60 * 60
# Longer than any form of ours; a session is no place for a library.
MOST_CHARACTERS = 100_000
LEFT_OUT = frozenset({FIELD, "csrfmiddlewaretoken"})
signer = Signer(salt="core.unsent")


def mark_of(pk: int) -> str:
    """What stands in the hidden field."""
    return signer.sign(str(pk))


def keep(request: HttpRequest, *, posted: QueryDict) -> bool:
    """Put what was posted in the session that this browser has now. False when the form does not take part, was made for
    nobody or is too long."""
    try:
        owner = signer.unsign(posted.get(FIELD, "")[:100])
    except BadSignature:
        return False
    fields = {name: posted.getlist(name) for name in posted if name not in LEFT_OUT}
    if sum(len(value) for values in fields.values() for value in values) > MOST_CHARACTERS:
        return False
    request.session[KEY] = {
        "owner": owner, "path": request.get_full_path(), "fields": fields, "at": time.time(),
    }  # fmt: skip
    return True


def data(request: HttpRequest) -> QueryDict | None:
    """For a form: what is posted now, else what was typed on this page before the login; None to show it fresh."""
    kept = request.session.get(KEY)
    if request.method == "POST":
        if kept and kept["path"] == request.get_full_path():
            del request.session[KEY]
        return request.POST
    if not kept or kept["path"] != request.get_full_path() or kept["owner"] != str(request.user.pk):
        return None
    if time.time() - kept["at"] > KEPT_SECONDS:
        return None
    return _as_posted(kept["fields"])


def _as_posted(fields: dict[str, list[str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, values in fields.items():
        query.setlist(name, values)
    return query

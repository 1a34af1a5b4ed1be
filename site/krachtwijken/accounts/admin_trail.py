"""Two things in the content management that its own log does not tell: who was refused, and who took a list along."""

from django.contrib.messages import ERROR, get_messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from krachtwijken.accounts.models import User
from krachtwijken.core.audit import record
from krachtwijken.core.quiet_logs import route_of
from krachtwijken.core.refusals import note_refusal

# The words with which Wagtail sends somebody back to its first page (wagtail.admin.auth.permission_denied).
REFUSED = "Sorry, you do not have permission to access this area."
FORMATS = frozenset({"csv", "xlsx"})


def note(request: HttpRequest, response: HttpResponse) -> None:
    if _is_refusal(request, response):
        note_refusal(request)
    file_format = request.GET.get("export", "")
    if file_format in FORMATS and response.status_code == 200 and isinstance(request.user, User):
        data = {"route": route_of(request), "format": file_format}
        record(actor=request.user, action="admin.exported", target=None, data=data)


def _is_refusal(request: HttpRequest, response: HttpResponse) -> bool:
    if response.status_code != 302 or response.headers.get("Location") != reverse("wagtailadmin_home"):
        return False
    # Looked at, not read: reading would take the message from the page that shows it.
    waiting = getattr(get_messages(request), "_queued_messages", [])
    return any(message.level == ERROR and gettext(REFUSED) in str(message.message) for message in waiting)

"""Who may read which file of a request: who reads its thread. By the link of a mail only its name is shown."""

from collections.abc import Collection, Mapping, Sequence

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from krachtwijken.accounts.decorators import require
from krachtwijken.accounts.types import Viewer
from matching.conversation.rules import is_party, may_see_internal, side_of
from matching.models import RequestFile, SupportRequest
from matching.requests.downloads import as_download


def sent_file_visible_to(viewer: Viewer, reference: str, pk: int) -> RequestFile | None:
    """Of what was sent; a draft is nobody's but its writer's, and is not served."""
    rows = RequestFile.objects.select_related("request__gemeente", "message")
    found = rows.filter(pk=pk, request__reference=reference).first()
    if found is None or found.request is None or side_of(viewer, found.request) is None:
        return None
    is_note = found.message is not None and found.message.is_internal
    return found if not is_note or may_see_internal(viewer, found.request) else None


def files_of_request(viewer: Viewer, request: SupportRequest) -> Sequence[RequestFile]:
    """What went with the question itself."""
    rows = list(RequestFile.objects.filter(request=request, message=None).select_related("request"))
    return rows if rows and side_of(viewer, request) is not None else []


def files_sent_with(messages: Collection[int]) -> Mapping[int, list[RequestFile]]:
    """By message; in one question. Of messages that the viewer reads."""
    found: dict[int, list[RequestFile]] = {}
    for row in RequestFile.objects.filter(message__in=messages).select_related("request"):
        found.setdefault(row.message_id or 0, []).append(row)
    return found


@require_safe
@require(is_party)
def request_file(request: HttpRequest, reference: str, pk: int) -> HttpResponseBase:
    found = sent_file_visible_to(request.user, reference, pk)
    if found is None:
        raise Http404
    return as_download(found.file, found.name)

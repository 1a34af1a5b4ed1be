"""What pages of requests show of mail that came in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.template.context import RequestContext

from matching.conversation.files import files_of_request, files_sent_with
from matching.conversation.selectors import ShownMessage
from matching.mail_in.models import IncomingFile
from matching.mail_in.selectors import Post, files_of_messages, post_about, waiting_mails
from matching.models import RequestFile, SupportRequest

register = template.Library()


@register.simple_tag(takes_context=True)
def post_of_request(context: RequestContext, request_: SupportRequest, invitation: int | None = None) -> Post:
    """Nothing for who is not at the loket."""
    return post_about(context["request"].user, request_, invitation=invitation)


@register.simple_tag(takes_context=True)
def waiting_post_count(context: RequestContext) -> int:
    return waiting_mails(context["request"].user).count()


@register.simple_tag
def mailed_files(rows: Sequence[ShownMessage]) -> Mapping[int, Sequence[IncomingFile]]:
    """Of the messages on this page that came by mail with something attached."""
    return files_of_messages([row.message.pk for row in rows])


@register.simple_tag
def sent_files(rows: Sequence[ShownMessage]) -> Mapping[int, Sequence[RequestFile]]:
    """Of the messages on this page that were written here with files."""
    return files_sent_with([row.message.pk for row in rows])


@register.simple_tag(takes_context=True)
def files_asked_with(context: RequestContext, request_: SupportRequest) -> Sequence[RequestFile]:
    """What the gemeente sent along with its question."""
    return files_of_request(context["request"].user, request_)


@register.filter
def files_of(by_message: Mapping[int, Sequence[Any]], message: int) -> Sequence[Any]:
    return by_message.get(message, ())

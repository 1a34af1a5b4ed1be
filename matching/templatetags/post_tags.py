"""What pages of requests show of mail that came in."""

from collections.abc import Mapping, Sequence

from django import template
from django.template.context import RequestContext

from matching.conversation.selectors import ShownMessage
from matching.mail_in.models import IncomingFile
from matching.mail_in.selectors import Post, files_of_messages, post_about, waiting_mails
from matching.models import SupportRequest

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


@register.filter
def files_of(mailed: Mapping[int, Sequence[IncomingFile]], message: int) -> Sequence[IncomingFile]:
    return mailed.get(message, ())

"""What is forgotten of a conversation: links that are over, and with the request's texts all that was said."""

from django.db import transaction
from django.utils import timezone

from krachtwijken.core import retention
from matching.conversation.models import Message, Promise, ReadMark, ThreadLink
from matching.models import RequestFile
from matching.requests.services.files import drop_files
from matching.requests.services.forgetting import AT_ONCE, ENDED, TEXTS_KEPT


@retention.register_rule("matching.thread_links")
def forget_links() -> int:
    """Repeatable."""
    return ThreadLink.objects.filter(expires_at__lt=timezone.now()).delete()[0]


@retention.register_rule("matching.conversation")
@transaction.atomic
def forget_conversations() -> int:
    """Repeatable. Five years after the request ended."""
    before = timezone.now() - TEXTS_KEPT
    gone = 0
    for model in (Message, Promise, ReadMark):
        old = model.objects.filter(request__status__in=ENDED, request__status_since__lt=before)
        pks = list(old.values_list("pk", flat=True)[:AT_ONCE])
        if model is Message:
            drop_files(RequestFile.objects.filter(message__in=pks))
        gone += model.objects.filter(pk__in=pks).delete()[0]
    return gone

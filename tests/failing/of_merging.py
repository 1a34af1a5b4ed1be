"""What making two requests one is tried with."""

from datetime import timedelta

from django.utils import timezone

from matching.conversation.services.messages import post_message
from matching.conversation.services.promises import add_promise
from matching.mail_in.enums import MailState
from matching.mail_in.models import IncomingMail
from matching.merging.models import MergedRequest
from matching.merging.services import forget_reasons, merge_request
from matching.models import SupportRequest
from matching.requests.enums import RequestStatus
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_asker, make_request
from tests.failing.registry import Call, tries


@tries(merge_request)
def asked_twice() -> Call:
    asker, desk = make_asker(), UserFactory(role="loket")
    loser, winner = make_request(asker), make_request(asker)
    post_message(request=loser, actor=desk, text="Wij bellen.", token="een")
    add_promise(
        request=loser, actor=desk, text="Bellen.", promised_by="Loket", promised_to="Gemeente",
        due_on=timezone.localdate(), token="twee",
    )  # fmt: skip
    IncomingMail.objects.create(request=loser, state=MailState.WAITING)
    return lambda: merge_request(request=loser, into=winner, actor=desk, reason="Hetzelfde.")


@tries(forget_reasons)
def merged_long_ago() -> Call:
    asker = make_asker()
    merged = MergedRequest.objects.create(
        request=make_request(asker), into=make_request(asker), reason="Hetzelfde."
    )
    SupportRequest.objects.filter(pk=merged.request_id).update(
        status=RequestStatus.SAMENGEVOEGD, status_since=timezone.now() - timedelta(days=6 * 365)
    )
    return forget_reasons

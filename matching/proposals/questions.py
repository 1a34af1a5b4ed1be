"""What the gemeente first wants to know of a part of a proposal, and what the loket wrote since: beside the part, from the
thread."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from matching.conversation.enums import Side
from matching.models import Message
from matching.proposals.models import OfferQuestion, Proposal

# How a question about a part of a proposal begins in the thread.
QUESTION_ABOUT = "Vraag over"


@dataclass(frozen=True)
class ShownQuestion:
    """`reply` is the first that the loket wrote after it: nobody says of a message to which one it is an answer."""

    message: Message
    reply: Message | None

    def words(self, title: str) -> str:
        """Without what the thread needs to say what it is about."""
        return self.message.text.removeprefix(begin_of_question(title))


def begin_of_question(title: str) -> str:
    return f"{QUESTION_ABOUT} “{title}”: "


def questions_of(proposal: Proposal) -> Mapping[int, list[ShownQuestion]]:
    """By the number of the item, the first first. For who may read the thread of its request: no note is in it."""
    asked = list(OfferQuestion.objects.filter(item__proposal=proposal).select_related("message"))
    if not asked:
        return {}
    written = Message.objects.filter(request=proposal.request_id, side=Side.LOKET, is_internal=False)
    replies = list(written.filter(pk__gt=asked[0].message_id).order_by("pk"))
    numbers = [reply.pk for reply in replies]
    found: dict[int, list[ShownQuestion]] = defaultdict(list)
    for one in asked:
        place = bisect_right(numbers, one.message_id)
        reply = replies[place] if place < len(replies) else None
        found[one.item_id].append(ShownQuestion(one.message, reply))
    return found

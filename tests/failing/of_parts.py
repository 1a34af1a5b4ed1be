"""What the services of a question in parts are tried with."""

from datetime import timedelta

from django.utils import timezone

from matching.models import PartQuestion, SupportRequest
from matching.parts.services.answering import answer_part, decline_part
from matching.parts.services.asking import ask_again, ask_part, withdraw_part
from matching.parts.services.correcting import correct_part, mark_correction_read
from matching.parts.services.gathering import send_one_answer, tell_one_answer
from matching.parts.services.settling import forget_parts, settle_part
from matching.requests.enums import RequestStatus
from tests.factories.engagements import make_taken_request
from tests.factories.parts import ANSWER, make_member, make_part
from tests.failing.of_requests import LONG_AGO
from tests.failing.registry import Call, tries


@tries(ask_part)
def part_for_a_centre() -> Call:
    make_member()
    request = make_taken_request()
    return lambda: make_part(request)


@tries(ask_again)
def part_that_needs_more() -> Call:
    member = make_member()
    part = make_part()
    answer_part(part=part, actor=member, answer=ANSWER)
    day = timezone.localdate() + timedelta(days=3)
    return lambda: ask_again(part=part, actor=part.request.owner, remark="En de kosten?", answer_by=day)


@tries(withdraw_part)
def part_that_waits() -> Call:
    make_member()
    part = make_part()
    return lambda: withdraw_part(part=part, actor=part.request.owner)


@tries(answer_part)
def part_with_an_answer() -> Call:
    member = make_member()
    part = make_part()
    return lambda: answer_part(part=part, actor=member, answer=ANSWER)


@tries(correct_part)
def part_with_a_mistake_in_its_answer() -> Call:
    member = make_member()
    part = make_part()
    answer_part(part=part, actor=member, answer=ANSWER)
    return lambda: correct_part(part=part, actor=member, answer="Vier steden, niet drie.")


@tries(mark_correction_read)
def correction_that_nobody_read() -> Call:
    member = make_member()
    part = make_part()
    answer_part(part=part, actor=member, answer=ANSWER)
    correct_part(part=part, actor=member, answer="Vier steden, niet drie.")
    return lambda: mark_correction_read(part=part, actor=part.request.owner)


@tries(decline_part)
def part_nobody_knows() -> Call:
    member = make_member()
    part = make_part()
    return lambda: decline_part(part=part, actor=member, reason="Dit weten wij niet.")


@tries(send_one_answer)
def parts_of_one_answer() -> Call:
    member = make_member()
    part = make_part()
    answer_part(part=part, actor=member, answer=ANSWER)
    return lambda: send_one_answer(request=part.request, actor=part.request.owner, text="Alles bij elkaar.")


@tries(tell_one_answer)
def parts_told_beside_help() -> Call:
    member = make_member()
    part = make_part()
    answer_part(part=part, actor=member, answer=ANSWER)
    SupportRequest.objects.update(status=RequestStatus.IN_UITVOERING)
    actor = part.request.owner
    return lambda: tell_one_answer(request=part.request, actor=actor, text="Alles bij elkaar.", token="een")


@tries(settle_part)
def late_part() -> Call:
    make_member()
    part = make_part()
    PartQuestion.objects.update(answer_by=timezone.localdate() - timedelta(days=1))
    return lambda: settle_part(pk=part.pk, today=timezone.localdate())


@tries(forget_parts)
def old_part() -> Call:
    make_member()
    make_part()
    SupportRequest.objects.update(status=RequestStatus.AFGEROND, status_since=timezone.now() - LONG_AGO)
    return forget_parts

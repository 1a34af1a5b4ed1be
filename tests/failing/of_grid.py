"""What calls for people are tried with."""

from datetime import date

from django.utils import timezone

from expertpool.enums import Level
from expertpool.grid.services import end_call, start_call
from expertpool.models import RecruitmentCall
from krachtwijken.core.models import Theme
from tests.factories.accounts import UserFactory
from tests.failing.registry import Call, tries


def _theme() -> Theme:
    return Theme.objects.get_or_create(code="wonen", defaults={"name": "Wonen"})[0]


@tries(start_call)
def new_call() -> Call:
    desk, theme, today = UserFactory(role="loket"), _theme(), timezone.localdate()
    return lambda: start_call(
        actor=desk, level=Level.BESTUURLIJK, theme=theme, region="", text="Wie?", ends_on=today
    )


@tries(end_call)
def call_that_is_over() -> Call:
    desk = UserFactory(role="loket")
    call = RecruitmentCall.objects.create(
        level=Level.BESTUURLIJK, theme=_theme(), text="Wie?", ends_on=date(2099, 1, 1)
    )
    return lambda: end_call(call=call, actor=desk)

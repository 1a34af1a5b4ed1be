"""What pauses, the count of looks and leaving for good are tried with."""

from datetime import date

from expertpool.control.services import (
    add_pause,
    count_view,
    delete_profile,
    forget_views_and_pauses,
    remove_pause,
)
from expertpool.models import Pause, ProfileViews, SeenFrom
from tests.factories.accounts import UserFactory
from tests.failing.of_pool import make_profile
from tests.failing.registry import Call, tries

LONG_AGO, LATER = date(2000, 1, 1), date(2099, 1, 1)


@tries(add_pause)
def new_pause() -> Call:
    user = UserFactory(role="expert")
    profile = make_profile(user)
    return lambda: add_pause(profile=profile, actor=user, starts=LATER, ends=LATER)


@tries(remove_pause)
def end_of_a_pause() -> Call:
    user = UserFactory(role="expert")
    profile = make_profile(user)
    pause = Pause.objects.create(profile=profile, starts=LATER, ends=LATER)
    return lambda: remove_pause(profile=profile, pause=pause.pk, actor=user)


@tries(delete_profile)
def leaves_for_good() -> Call:
    user = UserFactory(role="expert")
    profile = make_profile(user)
    return lambda: delete_profile(profile=profile, actor=user)


@tries(count_view)
def first_look_of_a_month() -> Call:
    profile = make_profile(UserFactory(role="expert"))
    return lambda: count_view(profile=profile.pk, month=LONG_AGO, seen_from=SeenFrom.VISITOR)


@tries(forget_views_and_pauses)
def old_looks() -> Call:
    profile = make_profile(UserFactory(role="expert"))
    Pause.objects.create(profile=profile, starts=LONG_AGO, ends=LONG_AGO)
    ProfileViews.objects.create(profile=profile, month=LONG_AGO, seen_from=SeenFrom.VISITOR)
    return forget_views_and_pauses

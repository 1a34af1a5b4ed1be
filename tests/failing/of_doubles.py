"""What two profiles of one person are tried with."""

from expertpool.doubles.merging import merge_profiles
from expertpool.doubles.services import ask_to_merge, refuse_merge, set_apart
from expertpool.models import Interest, PossibleDouble, ProfileEvidence
from tests.factories.accounts import UserFactory
from tests.factories.engagements import make_invitation
from tests.failing.of_alliance import an_organisation
from tests.failing.of_pool import make_profile
from tests.failing.registry import Call, tries


def _pair() -> PossibleDouble:
    first = make_profile(UserFactory(role="expert", name="Jan van den Berg"))
    second = make_profile(UserFactory(role="expert", name="J. vd Berg"))
    return PossibleDouble.objects.create(first=first, second=second)


def _asked() -> PossibleDouble:
    pair = _pair()
    ask_to_merge(pair=pair, actor=UserFactory(role="loket"), keeps_first=True)
    pair.refresh_from_db()
    return pair


@tries(set_apart)
def two_people() -> Call:
    pair, desk = _pair(), UserFactory(role="loket")
    return lambda: set_apart(pair=pair, actor=desk)


@tries(ask_to_merge)
def one_person() -> Call:
    pair, desk = _pair(), UserFactory(role="loket")
    return lambda: ask_to_merge(pair=pair, actor=desk, keeps_first=False)


@tries(refuse_merge)
def no_of_one_side() -> Call:
    pair = _asked()
    return lambda: refuse_merge(token=pair.first_token)


@tries(merge_profiles)
def two_become_one() -> Call:
    pair = _asked()
    ProfileEvidence.objects.create(profile=pair.second, kind="lezing", title="Lezing")
    Interest.objects.create(profile=pair.second, organisation=an_organisation(), role="adviseur")
    make_invitation(pair.second)
    return lambda: merge_profiles(token=pair.first_token, code=pair.second_code)

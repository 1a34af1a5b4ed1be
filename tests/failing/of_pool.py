"""What the services of the pool are tried with."""

from datetime import date, timedelta

from django.utils import timezone

from expertpool.desk.services import adjust_profile
from expertpool.directory.forgetting import forget_profiles
from expertpool.directory.services import note_export, save_profile, withdraw_consent
from expertpool.enums import Visibility
from expertpool.models import ExpertProfile
from krachtwijken.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.engagements import expert_of, make_invitation
from tests.failing.registry import Call, tries


def make_profile(user: User, *, until: date = date(2099, 1, 1)) -> ExpertProfile:
    return ExpertProfile.objects.create(
        user=user, title="Wijkregisseur", slug=f"wijkregisseur-{user.pk}", summary="Kort.", about="Lang.",
        levels=["procesregie"], roles=["adoptant"], days_per_month=2, max_parallel=2,
        visibility=Visibility.PUBLIC, consent_until=until,
    )  # fmt: skip


@tries(save_profile)
def own_words() -> Call:
    user = UserFactory(role="expert")
    profile = make_profile(user)
    return lambda: save_profile(profile=profile, actor=user, changes={"summary": "Nieuw.", "about": "Ook."})


@tries(withdraw_consent)
def own_consent() -> Call:
    user = UserFactory(role="expert")
    profile = make_profile(user)
    return lambda: withdraw_consent(profile=profile, actor=user)


@tries(withdraw_consent)
def own_consent_with_an_invitation_that_waits() -> Call:
    invitation = make_invitation()
    profile, user = invitation.profile, expert_of(invitation)
    assert profile is not None
    return lambda: withdraw_consent(profile=profile, actor=user)


@tries(note_export)
def own_data() -> Call:
    user = UserFactory(role="expert")
    profile = make_profile(user)
    return lambda: note_export(profile=profile, actor=user)


@tries(adjust_profile)
def days_of_somebody() -> Call:
    profile, colleague = make_profile(UserFactory(role="expert")), UserFactory(role="loket")
    return lambda: adjust_profile(profile=profile, actor=colleague, changes={"days_per_month": 5})


@tries(forget_profiles)
def lapsed_profile() -> Call:
    make_profile(UserFactory(role="expert"), until=timezone.localdate() - timedelta(days=999))
    return forget_profiles

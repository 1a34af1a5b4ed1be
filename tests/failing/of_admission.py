"""What coming into the pool, and consent, are tried with."""

from datetime import timedelta

from django.utils import timezone

from expertpool.admission.forgetting import forget_nominations
from expertpool.admission.services import (
    agree_to_nomination,
    decline_nomination,
    nominate,
    vet_nomination,
)
from expertpool.consents.services import confirm_consent, give_consent, make_confirmation
from expertpool.models import ExpertProfile, Nomination, NominationState
from tests.factories.accounts import UserFactory
from tests.failing.of_pool import make_profile
from tests.failing.registry import Call, tries

WORDS = {
    "title": "Wijkmanager", "summary": "Kort.", "about": "Lang.", "levels": ["procesregie"], "roles": ["adoptant"],
    "days_per_month": 2, "area": "", "visibility": "openbaar", "themes": [],
}  # fmt: skip


def _nomination(state: NominationState = NominationState.NOMINATED) -> Nomination:
    profile = None
    if state is NominationState.CONSENTED:
        fields = {name: value for name, value in WORDS.items() if name != "themes"}
        profile = ExpertProfile.objects.create(slug="wijkmanager", **fields)
    return Nomination.objects.create(
        email="iemand@bureau-de-brug.nl", title="Wijkmanager", by="zelf", token="een", state=state,
        link_until=timezone.now() + timedelta(days=1), profile=profile,
    )  # fmt: skip


@tries(nominate)
def new_nomination() -> Call:
    return lambda: nominate(email="nieuw@bureau-de-brug.nl", title="Wijkmanager", why="Goed.", by="zelf")


@tries(agree_to_nomination)
def person_agrees() -> Call:
    nomination = _nomination()
    UserFactory(role="loket")
    return lambda: agree_to_nomination(nomination=nomination, answers=WORDS)


@tries(decline_nomination)
def person_declines() -> Call:
    nomination = _nomination()
    return lambda: decline_nomination(nomination=nomination)


@tries(vet_nomination)
def second_yes() -> Call:
    nomination, second = _nomination(NominationState.CONSENTED), UserFactory(role="beheer")
    vet_nomination(nomination=nomination, actor=UserFactory(role="loket"), agrees=True, reason="Past.")
    return lambda: vet_nomination(nomination=nomination, actor=second, agrees=True, reason="Past.")


@tries(vet_nomination)
def first_no() -> Call:
    nomination, desk = _nomination(NominationState.CONSENTED), UserFactory(role="loket")
    return lambda: vet_nomination(nomination=nomination, actor=desk, agrees=False, reason="Past niet.")


@tries(forget_nominations)
def old_nomination() -> Call:
    _nomination()
    Nomination.objects.update(created_at=timezone.now() - timedelta(days=100))
    return forget_nominations


@tries(give_consent)
def comes_back() -> Call:
    user = UserFactory(role="expert")
    profile = make_profile(user)
    ExpertProfile.objects.update(consent_until=None)
    return lambda: give_consent(profile=profile, actor=user)


@tries(confirm_consent)
def stays_a_year() -> Call:
    key = make_confirmation(make_profile(UserFactory(role="expert")))
    return lambda: confirm_consent(key=key)

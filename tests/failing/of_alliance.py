"""What organisations of the alliance are tried with."""

from datetime import timedelta

from django.utils import timezone

from expertpool.alliance.asking import ask_again, forget_asks, note_ask, put_forward
from expertpool.alliance.services import set_organisation, write_offer
from expertpool.models import OrganisationAsk, OrganisationOffer
from krachtwijken.accounts.models import OrganisationMembership, User
from krachtwijken.core.models import Organisation, Theme
from tests.factories.accounts import UserFactory
from tests.failing.of_pool import make_profile
from tests.failing.registry import Call, tries

EMAIL = "wijkmanager@bureau-oost.nl"


def an_organisation() -> Organisation:
    return Organisation.objects.get_or_create(
        slug="koepel", defaults={"name": "Koepel", "kind": "alliantie"}
    )[0]


def _theme() -> Theme:
    return Theme.objects.get_or_create(code="wonen", defaults={"name": "Wonen"})[0]


@tries(set_organisation)
def tie_with_an_organisation() -> Call:
    user, organisation = UserFactory(role="expert"), an_organisation()
    profile = make_profile(user)
    return lambda: set_organisation(profile=profile, organisation=organisation, actor=user)


@tries(write_offer)
def new_offer() -> Call:
    user, organisation, theme = UserFactory(role="organisatie"), an_organisation(), _theme()
    OrganisationMembership.objects.create(user=user, organisation=organisation)
    return lambda: write_offer(organisation=organisation, theme=theme, text="Een dag.", actor=user)


@tries(write_offer)
def offer_taken_away() -> Call:
    user, organisation, theme = UserFactory(role="organisatie"), an_organisation(), _theme()
    OrganisationMembership.objects.create(user=user, organisation=organisation)
    OrganisationOffer.objects.create(organisation=organisation, theme=theme, text="Een dag.")
    return lambda: write_offer(organisation=organisation, theme=theme, text="", actor=user)


def _colleague(user: User, organisation: Organisation) -> None:
    OrganisationMembership.objects.create(user=user, organisation=organisation)
    put_forward(organisation=organisation, email=EMAIL, title="Wijkmanager", why="Goed.", actor=user)


@tries(put_forward)
def colleague_put_forward() -> Call:
    user, organisation = UserFactory(role="organisatie"), an_organisation()
    OrganisationMembership.objects.create(user=user, organisation=organisation)
    return lambda: put_forward(
        organisation=organisation, email=EMAIL, title="Wijkmanager", why="Goed.", actor=user
    )


@tries(note_ask)
def row_of_a_list() -> Call:
    organisation = an_organisation()
    return lambda: note_ask(organisation=organisation, email=EMAIL, title="Wijkmanager")


@tries(ask_again)
def colleague_who_did_not_answer() -> Call:
    user, organisation = UserFactory(role="organisatie"), an_organisation()
    _colleague(user, organisation)
    ask = OrganisationAsk.objects.get()
    return lambda: ask_again(ask=ask, actor=user)


@tries(forget_asks)
def colleague_of_long_ago() -> Call:
    _colleague(UserFactory(role="organisatie"), an_organisation())
    OrganisationAsk.objects.update(shown_until=timezone.now() - timedelta(days=1))
    return forget_asks

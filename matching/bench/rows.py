"""Fill a database that was just set up: everything the pages show, made up."""

from django.db import transaction

from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.accounts.services.roles import grant_role
from krachtwijken.core.models import Gemeente
from matching.bench.cases import CaseMaker
from matching.bench.people import make_profiles
from matching.bench.requests import make_requests
from matching.bench.surroundings import make_surroundings
from matching.bench.words import Words


@transaction.atomic
def make_rows(words: Words, *, cases: int, profiles: int, requests: int) -> None:
    """The same rows for the same numbers. Past the services and their signals: search does not hear of it."""
    make_surroundings(words)
    CaseMaker(words).make(cases)
    make_profiles(words, profiles)
    make_requests(words, requests, asker=user_of(Role.GEMEENTE), desk=user_of(Role.LOKET))


def user_of(role: Role) -> User:
    """Somebody with this role, made at the first call."""
    email = f"{role.value}@bench.example"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, None)
        grant_role(user=user, role=role, actor=None)
        if role is Role.GEMEENTE:
            join_gemeente(user=user, gemeente=Gemeente.objects.all()[0], actor=None)
    return user

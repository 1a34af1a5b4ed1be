"""Who may do what by role alone: every such rule with exactly the roles that it lets through, and nobody without an account."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser

from expertpool.admission.rules import may_vet
from expertpool.desk.rules import may_manage, may_see_lapsed
from knowledge.centres.rules import edits_everywhere
from knowledge.contributions.rules import follows_contributions, may_contribute
from krachtwijken.accounts import rules
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.types import Viewer
from matching.conversation.rules import is_party
from matching.engagements.rules import may_invite
from matching.requests.rules import follows_requests, may_ask, may_handle
from search.features.saved_searches.rules import may_save
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
GEMEENTE, EXPERT, CENTRE, DESK = Role.GEMEENTE, Role.EXPERT, Role.KENNISCENTRUM, Role.LOKET
MANAGER, EDITOR, ADMIN, ORGANISATION = Role.ACCOUNTMANAGER, Role.REDACTIE, Role.BEHEER, Role.ORGANISATIE
LET_THROUGH: dict[Callable[[Viewer], bool], set[Role]] = {
    rules.is_gemeente: {GEMEENTE},
    rules.is_expert: {EXPERT},
    rules.is_kenniscentrum: {CENTRE},
    rules.is_loket: {DESK},
    rules.is_accountmanager: {MANAGER},
    rules.is_redactie: {EDITOR},
    rules.is_beheer: {ADMIN},
    rules.is_logged_in: set(Role),
    rules.is_staff_role: {CENTRE, DESK, MANAGER, EDITOR, ADMIN, ORGANISATION},
    rules.may_enter_admin: {CENTRE, EDITOR, ADMIN},
    may_vet: {DESK, MANAGER, ADMIN},
    may_manage: {DESK, ADMIN},
    may_see_lapsed: {ADMIN},
    edits_everywhere: {EDITOR},
    may_contribute: {GEMEENTE, EXPERT},
    follows_contributions: {GEMEENTE, EXPERT, EDITOR},
    is_party: {DESK, GEMEENTE, MANAGER},
    may_invite: {DESK},
    may_ask: {GEMEENTE},
    follows_requests: {GEMEENTE, MANAGER},
    may_handle: {DESK},
    may_save: set(Role),
}
RULES = [pytest.param(rule, allowed, id=rule.__name__) for rule, allowed in LET_THROUGH.items()]


@pytest.mark.parametrize(("rule", "allowed"), RULES)
def test_rule_lets_these_roles_through_and_no_other(
    rule: Callable[[Viewer], bool], allowed: set[Role]
) -> None:
    assert {role for role in Role if rule(UserFactory(role=role.value))} == allowed


@pytest.mark.parametrize(("rule", "allowed"), RULES)
def test_rule_lets_nobody_through_without_a_role_an_account_or_an_open_one(
    rule: Callable[[Viewer], bool], allowed: set[Role]
) -> None:
    assert rule(AnonymousUser()) is False
    assert rule(UserFactory()) is (allowed == set(Role))
    for role in allowed:
        user = UserFactory(role=role.value)
        User.objects.filter(pk=user.pk).update(is_active=False)
        assert not rule(User.objects.get(pk=user.pk)), role

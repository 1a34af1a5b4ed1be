"""Every address of the content management times every role, opened and sent to (bar S1, S4)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.admin_addresses import admin_addresses
from tests.admin_objects import DRAFT, make_section
from tests.admin_policy import BEHEER, EVERY_EDITOR, EVERYBODY, NOBODY, REDACTIE, SIDE_DOORS
from tests.asking import IN, LOGIN, METHOD, NOTHING, REFUSED, ask, kind_of
from tests.url_policy import ALL, EDITORS

pytestmark = pytest.mark.django_db
PASSES = {
    "kenniscentrum": EVERY_EDITOR,
    "redactie": EVERY_EDITOR | REDACTIE,
    "beheer": EVERY_EDITOR | REDACTIE | BEHEER,
}


def test_every_address_of_the_content_management_is_declared() -> None:
    declared = [EVERYBODY, SIDE_DOORS, EVERY_EDITOR, REDACTIE, BEHEER, NOBODY]
    names = {name for name, _ in admin_addresses(DRAFT)}
    assert names - frozenset().union(*declared) == set(), "add it to tests/admin_policy.py"
    assert frozenset().union(*declared) - names == set(), (
        "tests/admin_policy.py names an address that is gone"
    )
    assert sum(map(len, declared)) == len(frozenset().union(*declared)), "each stands in one place"


def expected(name: str, role: str) -> set[str]:
    """Past the door something is made, asked again, missing, or refused as odd; before it nothing is. Never an error."""
    if name in SIDE_DOORS:
        return {LOGIN, REFUSED, METHOD}
    if name in EVERYBODY:
        return {IN, METHOD, NOTHING, REFUSED}
    if role == "visitor":
        return {LOGIN}
    if role not in EDITORS:
        return {REFUSED}
    return {IN, METHOD, NOTHING} if name in PASSES[role] else {REFUSED, METHOD}


@pytest.mark.parametrize("role", sorted(ALL))
def test_role_gets_the_declared_answers(
    site_tree: Any, as_role: Callable[..., Client], settings: Any, tmp_path: Any, role: str
) -> None:
    settings.MEDIA_ROOT = tmp_path
    section = make_section(as_role)
    own = {"visitor": Client(), "kenniscentrum": section.editor}
    client = own[role] if role in own else as_role(role)
    wrong = {}
    for name, address in admin_addresses(DRAFT):
        answers = {method: kind_of(ask(client, method, address)) for method in ("GET", "POST")}
        allowed = expected(name, role)
        if not set(answers.values()) <= allowed or (
            allowed == {REFUSED, METHOD} and REFUSED not in answers.values()
        ):
            wrong[name] = (answers, allowed)
    assert wrong == {}

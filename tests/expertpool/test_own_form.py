"""The form of the own page: what is wrong stands on top, and what a ring is called is who it shows to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from expertpool.enums import Visibility
from expertpool.selectors import RINGS
from krachtwijken.accounts.roles import Role
from tests.expertpool.test_pool import make_profile

AsRole = Callable[..., Client]
RIGHT = {
    "summary": "Kort.", "about": "Lang.", "days_per_month": "2", "max_parallel": "1", "area": "", "available_until": "",
    "visibility": "openbaar",
}  # fmt: skip
IN_WORDS = {
    Role.LOKET: "loket",
    Role.ACCOUNTMANAGER: "accountmanagers",
    Role.BEHEER: "beheer",
    Role.GEMEENTE: "emeenten",
}


@pytest.mark.parametrize(
    ("address", "wrong", "field"),
    [
        ("", {**RIGHT, "days_per_month": "99"}, "id_days_per_month"),
        ("", {**RIGHT, "available_until": "2001-01-01"}, "id_available_until"),
        ("deel/wie/", {"title": ""}, "id_title"),
        ("deel/werk/", {}, "id_levels"),
        ("deel/krachten/", {"seeing": "9"}, "id_seeing"),
        ("deel/gebied/", {"wijk_1": "x"}, "id_wijk_1"),
        ("bewijs/nieuw/", {}, "id_title"),
        ("pauze/", {}, "id_starts"),
    ],
)
def test_summary_of_what_is_wrong_comes_first_and_has_the_focus(
    site_tree: Any, as_role: AsRole, address: str, wrong: dict[str, str], field: str
) -> None:
    client = as_role("expert")
    make_profile("Aanjager", user=client.user)
    answer = client.post(f"/mijn/profiel/{address}", wrong)
    assert answer.status_code == 422
    main = answer.content.decode().partition("<main")[2]
    before, _, after = main.partition('class="kw-error-summary"')
    assert f'href="#{field}"' in after
    assert "autofocus" in after.partition(">")[0]
    for later in ("<h2", "<form"):
        assert later not in before


def test_ring_is_called_what_it_shows_to() -> None:
    for ring, roles in RINGS.items():
        for role in roles or ():
            assert IN_WORDS[role] in Visibility(ring).label, (ring, role)

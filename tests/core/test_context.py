"""The main menu says where the reader is, once."""

import pytest
from django.test import RequestFactory

from krachtwijken.core.context import site


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/kennis/", {"Kennis": "page"}),
        ("/kennis/een-aanpak/", {"Kennis": "true"}),
        ("/kennis/problemen/", {"Problemen": "page"}),
        ("/kennis/problemen/WO12/", {"Problemen": "true"}),
        ("/kennis/regelingen/leegstandwet/", {"Regelingen": "true"}),
        ("/kennis/bewijskaart/", {"Kennis": "true"}),
        ("/", {}),
    ],
)
def test_menu_marks_the_nearest_entry_only(path: str, current: dict[str, str]) -> None:
    menu = site(RequestFactory().get(path))["main_menu"]
    assert {entry.title: entry.current for entry in menu if entry.current} == current

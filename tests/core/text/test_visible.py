"""The length of a text as its reader sees it."""

import pytest

from krachtwijken.core.text import count_visible


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("wijk", 4),
        ("a\nb", 3),
        ("coördinatie", 11),
        ("coo\u0308rdinatie", 11),
        ("👍", 1),
        ("👍🏽", 1),
        ("👨‍👩‍👧", 1),
        ("🏳️‍🌈", 1),
        ("🇳🇱", 1),
        ("🇳🇱🇧🇪", 2),
        ("🏴󠁧󠁢󠁷󠁬󠁳󠁿", 1),
        ("❤️!", 2),
    ],
)
def test_a_character_is_what_one_sees(text: str, length: int) -> None:
    assert count_visible(text) == length

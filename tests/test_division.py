"""How the two databases share the suite (tests/conftest.py)."""

from pathlib import Path

from tests.conftest import TESTS, is_asked_today

FILES = [file.relative_to(TESTS) for file in TESTS.rglob("test_*.py")]
DAYS = ("0", "1", "2")


def test_three_days_ask_postgresql_every_file_once() -> None:
    asked = [file for day in DAYS for file in FILES if is_asked_today(file, day)]
    assert sorted(asked) == sorted(FILES)


def test_no_day_asks_much_more_than_another() -> None:
    asked = [sum(is_asked_today(file, day) for file in FILES) for day in DAYS]
    assert max(asked) < 1.4 * min(asked)


def test_all_are_asked_where_no_day_is_named() -> None:
    assert all(is_asked_today(Path(file), "") for file in FILES)

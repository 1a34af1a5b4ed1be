"""What a lower app asks and a higher one gives."""

import pytest

from krachtwijken.core.providers import Provider


def none() -> list[str]:
    return []


def one() -> list[str]:
    return ["een"]


def test_without_a_higher_app_the_default_holds() -> None:
    assert Provider(none).current() is none


def test_what_a_higher_app_registers_takes_the_place_of_the_default() -> None:
    provider = Provider(none)
    provider.register(one)
    provider.register(one)
    assert provider.current()() == ["een"]


def test_second_app_that_gives_the_same_is_refused_and_the_first_stays() -> None:
    provider = Provider(none)
    provider.register(one)
    with pytest.raises(ValueError, match="already"):
        provider.register(lambda: ["twee"])
    assert provider.current() is one

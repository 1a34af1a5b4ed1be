"""Years, months, states and addresses from a few words."""

import pytest

from knowledge.contributions.parsing.facts import PeriodRead, read_address, read_period, read_status


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2018-2020", PeriodRead(2018, 2020, None, True)),
        ("maart 2014 tot november 2014", PeriodRead(2014, 2014, None, True)),
        ("sinds 2019", PeriodRead(2019, None, None, True)),
        ("18 maanden", PeriodRead(None, None, 18, True)),
        ("anderhalf jaar, vanaf 2012", PeriodRead(2012, None, 18, True)),
        ("1,5 jaar", PeriodRead(None, None, 18, True)),
        ("2016, en daarna betaalde de corporatie", PeriodRead(2016, 2016, None, False)),
        ("nog niet bekend", PeriodRead()),
        ("Begonnen in 2022. Het loopt nog.", PeriodRead(2022, None, None, True)),
        ("2022, loopt nog", PeriodRead(2022, None, None, True)),
        ("Van 2022 tot heden", PeriodRead(2022, None, None, True)),
        ("Start 2022, uitgebreid in 2024. Het loopt nog.", PeriodRead(2022, None, None, False)),
        ("2022-2024, loopt nog", PeriodRead(2022, None, None, False)),
        ("2022, loopt nog tot 2026", PeriodRead(2022, 2026, None, True)),
        ("2018-2020, liep nog door in 2021", PeriodRead(2018, 2021, None, False)),
        ("in 1.200 uur", PeriodRead()),
    ],
)
def test_period(text: str, read: PeriodRead) -> None:
    assert read_period(text) == read


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Gestopt", ("gestopt", True)),
        ("Afgerond in 2016.", ("afgerond", True)),
        ("De proef is gestopt omdat het geld op was.", ("gestopt", False)),
        ("Eerst gestopt, nu loopt het weer", ("", False)),
        ("Geen idee wat de raad wil", ("idee", False)),
        ("Het loopt nog.", ("loopt", True)),
        ("Loopt niet meer", ("", False)),
    ],
)
def test_state(text: str, state: tuple[str, bool]) -> None:
    assert read_status(text) == state


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://www.example.org/a.pdf", ("https://www.example.org/a.pdf", True)),
        ("Zie https://example.org/verslag.", ("https://example.org/verslag", False)),
        ("Verslag bij de gemeente", ("", False)),
    ],
)
def test_address(text: str, address: tuple[str, bool]) -> None:
    assert read_address(text) == address

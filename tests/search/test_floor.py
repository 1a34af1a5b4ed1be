"""What is clear enough to be a result."""

from search.engine.relevance import RelevanceThreshold
from search.engine.signals import PassageRef, Signals

KEYS = {number: PassageRef(f"case:{number}", "") for number in range(1, 7)}


def signals(
    stems: dict[int, float] | None = None,
    grams: dict[int, float] | None = None,
    dense: dict[int, float] | None = None,
) -> Signals:
    return Signals(stems or {}, grams or {}, dense or {}, KEYS)


def test_one_signal_is_enough() -> None:
    found = signals({1: 8.0, 2: 0.8, 3: 0.7}, {1: 10.0, 4: 6.0, 5: 5.9}, {1: 0.90, 6: 0.886, 5: 0.87})

    assert RelevanceThreshold.under(found).clear(found) == {"case:1", "case:2", "case:4", "case:6"}


def test_floor_comes_from_what_is_found_without_a_filter() -> None:
    """A filter that leaves only weak finds does not make them results: their count said so."""
    floor = RelevanceThreshold.under(signals({1: 8.0}, dense={1: 0.9}))

    assert floor.clear(signals({2: 0.5}, dense={2: 0.84})) == set()
    assert floor.clear(signals({2: 0.9}, dense={2: 0.84})) == {"case:2"}


def test_signal_that_finds_nothing_keeps_nothing() -> None:
    assert RelevanceThreshold.under(signals()).clear(signals({1: 5.0}, {2: 5.0}, {3: 0.9})) == set()
    assert RelevanceThreshold.under(signals(dense={1: 0.8})).clear(signals({2: 5.0}, dense={1: 0.8})) == {
        "case:1"
    }

"""A value that a process keeps: read when it changed, never twice at once."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from krachtwijken.core.process_cache import ProcessCache

FOREVER, AT_ONCE = 1e9, 0.0


@dataclass
class Source:
    """Stands for the database; `trouble` is raised by the next reading."""

    text: str = "oud"
    version: int = 1
    readings: int = 0
    trouble: Exception | None = None
    waits_for: threading.Event | None = None
    begun: threading.Event = field(default_factory=threading.Event)

    def read(self) -> str:
        self.readings += 1
        self.begun.set()
        if self.waits_for is not None:
            assert self.waits_for.wait(10)
        if self.trouble is not None:
            raise self.trouble
        return self.text

    def stamp(self) -> int:
        return self.version

    def cache(self, seconds: float) -> ProcessCache[str]:
        return ProcessCache(self.read, self.stamp, empty="", seconds=seconds)


def in_thread(action: Callable[[], str], answers: list[str]) -> threading.Thread:
    thread = threading.Thread(target=lambda: answers.append(action()))
    thread.start()
    return thread


def test_value_is_read_once_while_the_stamp_stays_the_same() -> None:
    source = Source()
    cache = source.cache(AT_ONCE)
    assert [cache.current() for _ in range(3)] == ["oud"] * 3
    assert source.readings == 1


def test_change_by_another_process_is_seen_at_the_next_look() -> None:
    source = Source()
    cache = source.cache(AT_ONCE)
    cache.current()
    source.text, source.version = "nieuw", 2
    assert cache.current() == "nieuw"


def test_change_is_not_looked_for_before_its_time() -> None:
    source = Source()
    cache = source.cache(FOREVER)
    cache.current()
    source.text, source.version = "nieuw", 2
    assert cache.current() == "oud"


def test_after_forgetting_the_value_is_read_again_though_the_stamp_is_the_same() -> None:
    source = Source()
    cache = source.cache(FOREVER)
    cache.current()
    source.text = "nieuw"
    cache.forget(sender=None, instance=None)
    assert cache.current() == "nieuw"


def test_while_one_thread_reads_again_the_others_use_the_old_value() -> None:
    source = Source()
    cache = source.cache(FOREVER)
    cache.current()
    source.text, source.waits_for = "nieuw", threading.Event()
    source.begun.clear()
    cache.forget()
    answers: list[str] = []
    reader = in_thread(cache.current, answers)
    assert source.begun.wait(10)
    assert cache.current() == "oud"
    source.waits_for.set()
    reader.join(10)
    assert answers == ["nieuw"]
    assert source.readings == 2


def test_first_reading_is_waited_for_and_done_once() -> None:
    source = Source(waits_for=threading.Event())
    cache = source.cache(FOREVER)
    answers: list[str] = []
    threads = [in_thread(cache.current, answers) for _ in range(4)]
    assert source.begun.wait(10)
    assert answers == [], "nobody gets the empty value"
    source.waits_for.set()
    for thread in threads:
        thread.join(10)
    assert answers == ["oud"] * 4
    assert source.readings == 1


def test_reading_that_fails_is_tried_again_at_the_next_visit() -> None:
    source = Source(trouble=OSError("away"))
    cache = source.cache(FOREVER)
    with pytest.raises(OSError, match="away"):
        cache.current()
    source.trouble = None
    assert cache.current() == "oud"

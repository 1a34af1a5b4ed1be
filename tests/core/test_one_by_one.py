"""One row that fails leaves the others, and the night is not called done."""

import pytest

from krachtwijken.core.one_by_one import RowsFailedError, run_one_by_one


def test_rows_after_one_that_fails_are_done_and_the_end_tells() -> None:
    done: list[int] = []

    def job(key: int) -> int:
        if key == 2:
            raise ValueError("kapot")
        done.append(key)
        return 1

    with pytest.raises(RowsFailedError, match="proef: 1"):
        run_one_by_one([1, 2, 3], job, name="proef")
    assert done == [1, 3]


def test_counts_what_gave_something() -> None:
    assert run_one_by_one([1, 2, 3], lambda key: key % 2, name="proef") == 2

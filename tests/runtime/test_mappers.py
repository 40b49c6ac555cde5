from __future__ import annotations

import math

import pytest

from interpret.runtime.mappers import Processes, Serial, mapper_for


@pytest.mark.parametrize("mapper", [Serial(), Processes(2)], ids=["serial", "processes"])
def test_results_come_in_the_order_of_the_items(mapper: Serial | Processes) -> None:
    assert list(mapper(math.factorial, range(6))) == [1, 1, 2, 6, 24, 120]


def test_one_job_needs_no_process() -> None:
    assert isinstance(mapper_for(1), Serial)
    assert mapper_for(3) == Processes(3)

"""Sums in one thread, as in every run: and many small problems are then not slowed down by threads that wait."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from threadpoolctl import threadpool_limits


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Hold the linear algebra at one thread."""
    with threadpool_limits(limits=1, user_api="blas"):
        yield

"""What has been worked out from some samples of a matrix, so that it is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Result = TypeVar("Result")

ROOM = 2**26
"""Bytes kept with one matrix, at most."""


class Once:
    """Things worked out from one matrix, under keys that say from which of its samples and how; gone with the matrix.

    What comes when there is no room is not kept, and nothing is ever put out for it: every model goes through the same
    training sets in the same order, so that what has been there longest is what is asked for next.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._found: dict[Hashable, Any] = {}

    def of(self, key: Hashable, compute: Callable[[], Result], size: Callable[[Result], int]) -> Result:
        """Return what `compute()` gave under this key, or gives; it is kept where its `size` in bytes has room.

        The key must hold everything that the result depends on besides the matrix. What raises is not kept.
        """
        if key in self._found:
            found: Result = self._found[key]
            return found
        result = compute()
        needed = size(result)
        if needed <= self._room:
            self._room -= needed
            self._found[key] = result
        return result

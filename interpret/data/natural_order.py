"""Order names as people do: 1, 2, 10 and P1, P2, P10."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DIGITS = re.compile(r"([0-9]+)")


def natural_key(name: str) -> tuple[tuple[str | tuple[int, str], ...], str]:
    """Return a key that sorts runs of digits by their number; the name itself settles ties such as 1 and 01."""
    # split by a group alternates text, digits, text, ..., so keys of any two names compare like with like
    parts = tuple(_size(part) if i % 2 else part for i, part in enumerate(_DIGITS.split(name)))
    return parts, name


def _size(digits: str) -> tuple[int, str]:
    """Return what sorts as the number does, however many digits it has: Python makes no number of 5,000."""
    shown = digits.lstrip("0")
    return len(shown), shown


def natural_order(names: Sequence[str]) -> list[int]:
    """Return the positions of the names in natural order."""
    return sorted(range(len(names)), key=lambda i: natural_key(names[i]))

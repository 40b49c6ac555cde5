"""Tests of two groups, one a file; the registry is the tuple `TESTS`."""

from __future__ import annotations

from interpret.stats.two_group.mann_whitney import MANN_WHITNEY
from interpret.stats.two_group.moderated_t import MODERATED_T
from interpret.stats.two_group.protocol import TestResult, TwoGroupTest
from interpret.stats.two_group.student import STUDENT
from interpret.stats.two_group.welch import WELCH

# The first is the primary test; a new one is one file and one line here.
TESTS: tuple[TwoGroupTest, ...] = (
    MODERATED_T,
    WELCH,
    MANN_WHITNEY,
    STUDENT,
)

__all__ = ["TESTS", "TestResult", "TwoGroupTest"]

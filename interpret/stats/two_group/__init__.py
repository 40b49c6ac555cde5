"""Tests of two groups, one a file; the registry is the tuple `TESTS`."""

from __future__ import annotations

from interpret.stats.two_group.deseq2 import DESEQ2
from interpret.stats.two_group.mann_whitney import MANN_WHITNEY
from interpret.stats.two_group.moderated_t import MODERATED_T
from interpret.stats.two_group.moderated_t_robust import MODERATED_T_ROBUST
from interpret.stats.two_group.moderated_t_trend import MODERATED_T_TREND
from interpret.stats.two_group.permutation import PERMUTATION
from interpret.stats.two_group.protocol import TestResult, TwoGroupTest
from interpret.stats.two_group.signed_rank import WILCOXON_SIGNED_RANK
from interpret.stats.two_group.student import STUDENT
from interpret.stats.two_group.voom_t import VOOM
from interpret.stats.two_group.welch import WELCH

# In the order of the gene table's columns; a new test is one file and one line here.
TESTS: tuple[TwoGroupTest, ...] = (
    MODERATED_T,
    MODERATED_T_TREND,
    MODERATED_T_ROBUST,
    STUDENT,
    WELCH,
    MANN_WHITNEY,
    WILCOXON_SIGNED_RANK,
    PERMUTATION,
)

# Tests that look at counts and libraries: their columns stand first, and in the tables of counts only.
COUNT_TESTS: tuple[TwoGroupTest, ...] = (VOOM, DESEQ2)
EVERY_TEST = (*COUNT_TESTS, *TESTS)

__all__ = ["COUNT_TESTS", "EVERY_TEST", "TESTS", "TestResult", "TwoGroupTest"]

"""The question put to every gene: values, design, and what several tests need of both, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from interpret.contracts import BoolArray, FloatArray, Stage
from interpret.stats.design import Design
from interpret.stats.group_moments import GroupMoments, group_moments
from interpret.stats.linear_fit import LinearFit, fit_groups, fit_linear
from interpret.stats.ranks import RankSums, rank_sums
from interpret.stats.resampling import Resampled, resample
from interpret.stats.voom import Counts, Voom, voom


@dataclass(frozen=True, eq=False)
class Resampling:
    """How the permutations are drawn: `stream` is their only source; `stage` is told of every one done."""

    stream: np.random.SeedSequence
    permutations: int
    stage: Stage | None = None


@dataclass(frozen=True, eq=False)
class Comparison:
    """Values of every gene, the design, and what follows from them.

    Attributes
    ----------
    values
        `(n, p)` prepared values, NaN where missing; every gene varies and has two values of each class.
    design
        The design of the `n` samples.
    resampling
        How permutations are drawn; None where none are wanted.
    counts
        The counts that the values are the logarithms of; None where they are of something else.
    """

    values: FloatArray
    design: Design
    resampling: Resampling | None = None
    counts: Counts | None = None

    @cached_property
    def positive(self) -> BoolArray:
        """`(n,)` the class of each sample."""
        return self.design.positive

    @cached_property
    def moments(self) -> GroupMoments:
        """Means and sums of squares of both classes, nothing adjusted for."""
        return group_moments(self.values, self.positive)

    @cached_property
    def fit(self) -> LinearFit:
        """The linear model of every gene."""
        if self.design.kind == "groups":
            return fit_groups(self.moments)
        return fit_linear(self.values, self.design)

    @cached_property
    def voom(self) -> Voom:
        """The log counts with their weights, and the model fitted with them; of counts only."""
        if self.counts is None:
            raise ValueError("only counts have precision weights")
        return voom(self.counts, self.design)

    @cached_property
    def ranks(self) -> RankSums:
        """Rank sums of the positive class and ties of every gene, strata not looked at."""
        return rank_sums(self.values, self.positive)

    @cached_property
    def differences(self) -> FloatArray:
        """`(n / 2, p)` positive minus negative sample of each person, NaN where either is missing; in pairs only."""
        if self.design.person is None:
            raise ValueError("samples that are independent have no differences within pairs")
        order = np.lexsort((self.positive, self.design.person))  # negative before positive in each pair
        return np.asarray(self.values[order[1::2]] - self.values[order[::2]], dtype=np.float64)

    @cached_property
    def resampled(self) -> Resampled:
        """The permutations of this comparison."""
        if self.resampling is None:
            raise ValueError("no permutations were asked for")
        drawn = self.resampling
        return resample(self.values, self.design, drawn.stream, drawn.permutations, drawn.stage)

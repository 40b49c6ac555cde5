"""SHAP values summed over blocks of genes, each gene counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from interpret.contracts import FloatArray, IntArray
from interpret.explain.attribution import Attribution
from interpret.scoring.intervals import CONFIDENCE


@dataclass(frozen=True, eq=False)
class BlockSums:
    """The SHAP values of `n` patients as `b` sums and a rest.

    Attributes
    ----------
    blocks
        `b` names.
    values
        `(n, b)` sum over the genes of each block.
    alone
        `(n,)` sum over the genes that are in no block.
    baseline, output
        `(n,)` as in the attribution: values, alone and baseline add up to the output.
    """

    blocks: tuple[str, ...]
    values: FloatArray
    alone: FloatArray
    baseline: FloatArray
    output: FloatArray

    @property
    def efficiency_gap(self) -> float:
        """Largest distance between blocks, single genes and baseline together and the model's output."""
        if not self.output.size:
            return 0.0
        return float(np.abs(self.values.sum(axis=1) + self.alone + self.baseline - self.output).max())


def sum_blocks(
    attribution: Attribution, blocks: Sequence[str], groups: Sequence[tuple[IntArray, Mapping[str, str]]]
) -> BlockSums:
    """Sum the SHAP values of each patient over each block of the patient's own fold.

    Parameters
    ----------
    attribution
        `n` patients, `k` genes.
    blocks
        `b` names.
    groups
        One entry a fold: its rows of the attribution, and gene to block; a gene that is not named stands alone.
    """
    place = {name: j for j, name in enumerate(blocks)}
    values = np.asarray(attribution.values)
    by_name = np.argsort(np.array(attribution.genes, dtype=np.str_))  # sums in one order, whatever that of the file
    sums, alone = np.zeros((len(values), len(blocks))), np.zeros(len(values))
    for rows, of in groups:
        block = np.array([place.get(of.get(attribution.genes[j], ""), -1) for j in by_name], dtype=np.int64)
        own = values[np.ix_(rows, by_name)]  # (m, k)
        alone[rows] = own[:, block < 0].sum(axis=1)
        for j in np.unique(block[block >= 0]):
            sums[rows, j] = own[:, block == j].sum(axis=1)
    return BlockSums(tuple(blocks), sums, alone, attribution.baseline, attribution.output)


def mean_with_interval(sizes: FloatArray, persons: IntArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the `(b,)` means of `(n, b)` sizes with their 95 % interval: the jackknife over persons, cut at 0.

    Where every sample is a person of its own it is Student's interval of the mean. The models are taken as given.

    Source: Efron & Stein (1981), doi:10.1214/aos/1176345462.
    """
    _, number, samples = np.unique(persons, return_inverse=True, return_counts=True)
    mean, n, m = sizes.mean(axis=0), len(sizes), samples.size
    if m < 2:  # noqa: PLR2004  one person has no spread
        return mean, np.full_like(mean, np.nan), np.full_like(mean, np.nan)
    own = np.zeros((m, sizes.shape[1]))
    np.add.at(own, number, sizes)
    without = (sizes.sum(axis=0) - own) / (n - samples)[:, None]  # (m, b)
    error = np.sqrt((m - 1) / m * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
    half = stats.t.isf((1.0 - CONFIDENCE) / 2.0, m - 1) * error
    return mean, np.maximum(0.0, mean - half), mean + half

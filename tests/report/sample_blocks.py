"""Blocks of correlated genes for the synthetic findings: given sums of given attributions, with every verdict."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from interpret.explain.block_sums import mean_with_interval, sum_blocks
from interpret.explain.gene_blocks import Block, BlockWeights, GeneBlocks
from interpret.explain.standing_in import StandIn, Swap
from interpret.report.findings import ModelFindings

FOLDS = 38
_VERDICTS = ("yes", "no", "undecided")


def gene_blocks(models: Sequence[ModelFindings], genes: Sequence[str]) -> GeneBlocks:
    """Return three blocks of the first genes: of four, of seven (more than is drawn) and of two hardly needed."""
    parts = (genes[:4], genes[4:11], genes[11:13])
    of = pd.Series({gene: part[0] for part in parts for gene in part}, name="block").reindex(genes).fillna("")
    return GeneBlocks(of, tuple(map(_block, parts)), tuple(_weights(model, parts, of) for model in models), FOLDS)


def _block(part: Sequence[str]) -> Block:
    m = len(part)
    distance = np.abs(np.subtract.outer(np.arange(m), np.arange(m)))
    correlation = np.where(distance == 0, 1.0, 0.97 - 0.03 * distance)
    correlation[m - 1, :-1] *= -1.0  # the last one moves the other way
    correlation[:-1, m - 1] *= -1.0
    share = np.linspace(1.0, 0.6, m)
    return Block(part[0], tuple(part), np.ones(m, dtype=bool), share, correlation)


def _weights(model: ModelFindings, parts: Sequence[Sequence[str]], of: pd.Series) -> BlockWeights:
    names = tuple(part[0] for part in parts)
    sums = {
        part: sum_blocks(found, names, [(np.arange(len(found.samples)), of.to_dict())])
        for part, found in model.attribution.items()
    }
    left_out = model.attribution["loo"]
    mean_abs, low, high = mean_with_interval(np.abs(sums["loo"].values), np.arange(len(left_out.samples)))
    size = pd.Series(np.abs(left_out.values).mean(axis=0), list(left_out.genes))
    swaps = tuple(_swap(part, size, needed=number < 2) for number, part in enumerate(parts))
    return BlockWeights(model.name, left_out.unit, sums, mean_abs, low, high, size, swaps)


def _swap(part: Sequence[str], size: pd.Series, *, needed: bool) -> Swap:
    most = max(part, key=lambda gene: size.get(gene, 0.0))
    others = tuple(
        StandIn(gene, 0.001 * j, 0.001 * j + 0.002, _VERDICTS[j % 3] if needed else "not needed")
        for j, gene in enumerate(gene for gene in part if gene != most)
    )
    return Swap(most, FOLDS, 0.02 if needed else 0.0, 0.01 if needed else -0.003, others)

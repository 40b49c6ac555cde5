"""Blocks of correlated genes for study.json: in short, since blocks.csv has every gene."""

from __future__ import annotations

from typing import Any

from interpret.explain.blocks import LEAST_CORRELATION
from interpret.explain.gene_blocks import BlockWeights, GeneBlocks
from interpret.explain.standing_in import LEAST_KEPT, MOST_RISE

MOST_LISTED = 10


def blocks_json(blocks: GeneBlocks) -> dict[str, Any]:
    """Return the rules, how many blocks there are, and the leading ones of each model."""
    return {
        "least_correlation": LEAST_CORRELATION,
        "folds": blocks.folds,
        "blocks": len(blocks.blocks),
        "most_rise_of_brier": MOST_RISE,
        "least_kept": LEAST_KEPT,
        "models": [_model(blocks, weights) for weights in blocks.weights],
    }


def _model(blocks: GeneBlocks, weights: BlockWeights) -> dict[str, Any]:
    leading = blocks.leading(weights)
    return {
        "name": weights.model,
        "unit": weights.unit,
        "efficiency_gap": {part: sums.efficiency_gap for part, sums in weights.sums.items()},
        "blocks_used": len(leading),
        "leading": [_block(blocks, weights, j) for j in leading[:MOST_LISTED]],
    }


def _block(blocks: GeneBlocks, weights: BlockWeights, j: int) -> dict[str, Any]:
    block, swap = blocks.blocks[j], weights.swaps[j]
    return {
        "block": block.name,
        "genes": list(block.members),
        "mean_abs_shap": float(weights.mean_abs[j]),
        "interval": [float(weights.low[j]), float(weights.high[j])],
        "most_used": None if swap is None else swap.replaced,
        "needed": None if swap is None else swap.needed,
        "would_do": [] if swap is None else list(swap.would_do),
    }

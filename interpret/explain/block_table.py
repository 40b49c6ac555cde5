"""The columns of blocks.csv, declared once, and its rows; each explained model adds ten columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from interpret.contracts import Column, declared
from interpret.explain.gene_blocks import Block, BlockWeights, GeneBlocks

_HEAD = (
    Column("block", "text", "", "gene of the block that the primary test puts first: its name"),
    Column("gene", "text", "", "gene or probe"),
    Column("symbol", "text", "", "gene symbol, where an annotation gives one"),
    Column(
        "by_all_patients", "truth", "", "grouped with the first gene over all training patients; else in a fold only"
    ),
    Column("share_of_folds", "number", "", "share of the folds in which the gene is counted with the first gene"),
    Column("correlation", "number", "", "with the first gene, within the classes, over all training patients"),
)


def block_columns(models: Sequence[str]) -> tuple[Column, ...]:
    """Return every column of blocks.csv for these models (registry names, `-` written `_`)."""
    return (*_HEAD, *(column for name in models for column in _of_model(name.replace("-", "_"))))


def _of_model(model: str) -> tuple[Column, ...]:
    brier = "Brier score"
    return (
        Column(
            f"{model}_block_mean_abs_shap",
            "number",
            "unit of the model",
            "mean over left-out patients of the size of the sum of the SHAP values of the block in the patient's fold",
        ),
        Column(f"{model}_block_low", "number", "unit of the model", "lower end of its 95 % interval over patients"),
        Column(f"{model}_block_high", "number", "unit of the model", "upper end of it"),
        Column(
            f"{model}_block_independent", "number", "unit of the model", "the same mean over the independent patients"
        ),
        Column(f"{model}_gene_mean_abs_shap", "number", "unit of the model", "mean size of the gene's own SHAP value"),
        Column(
            f"{model}_exchangeable",
            "text",
            "",
            "whether the gene would do in the place of the block's most used gene: yes, no, undecided (too few "
            "patients to say), not needed (the model hardly needs that gene), itself (it is that gene), or not tried",
        ),
        Column(f"{model}_rise", "number", brier, "mean rise over held-out patients with the gene in its place"),
        Column(f"{model}_rise_high", "number", brier, "one-sided 95 % upper limit of that rise"),
        Column(f"{model}_noise_rise", "number", brier, "mean rise with values of other patients in its place"),
        Column(f"{model}_noise_low", "number", brier, "one-sided 95 % lower limit of that rise"),
    )


def block_rows(blocks: GeneBlocks, symbols: Mapping[str, str]) -> pd.DataFrame:
    """Return one row a block and gene: the blocks that weigh most in the first model first.

    Parameters
    ----------
    symbols
        Gene to symbol.
    """
    names = [weights.model for weights in blocks.weights]
    columns = block_columns(names)
    first = blocks.leading(blocks.weights[0]) if blocks.weights else ()
    order = [*first, *(j for j in range(len(blocks.blocks)) if j not in set(first))]
    parts = [_rows(blocks, j, symbols) for j in order]
    if not parts:
        return pd.DataFrame(columns=[column.name for column in columns])
    return declared(pd.concat(parts, ignore_index=True), columns, "blocks")


def _rows(blocks: GeneBlocks, j: int, symbols: Mapping[str, str]) -> pd.DataFrame:
    block = blocks.blocks[j]
    cells: dict[str, object] = {
        "block": [block.name] * len(block.genes),
        "gene": np.array(block.genes, dtype=object),
        "symbol": np.array([symbols.get(gene, "") for gene in block.genes], dtype=object),
        "by_all_patients": block.by_all,
        "share_of_folds": block.share_of_folds,
        "correlation": block.correlation[0],
    }
    for weights in blocks.weights:
        prefix = weights.model.replace("-", "_")
        cells |= {f"{prefix}_{name}": cell for name, cell in _cells(block, weights, j).items()}
    return pd.DataFrame(cells)


def _cells(block: Block, weights: BlockWeights, j: int) -> dict[str, object]:
    swap, apart = weights.swaps[j], weights.sums.get("independent")
    tried = {} if swap is None else {other.gene: other for other in swap.others}
    said = {} if swap is None else {swap.replaced: "itself"} | {gene: each.verdict for gene, each in tried.items()}
    return {
        "block_mean_abs_shap": weights.mean_abs[j],
        "block_low": weights.low[j],
        "block_high": weights.high[j],
        "block_independent": np.nan if apart is None else float(np.abs(apart.values[:, j]).mean()),
        "gene_mean_abs_shap": weights.gene_mean_abs.reindex(list(block.genes)).fillna(0.0).to_numpy(dtype=np.float64),
        "exchangeable": np.array([said.get(gene, "") for gene in block.genes], dtype=object),
        "rise": [tried[gene].rise if gene in tried else np.nan for gene in block.genes],
        "rise_high": [tried[gene].rise_high if gene in tried else np.nan for gene in block.genes],
        "noise_rise": np.nan if swap is None else swap.noise,
        "noise_low": np.nan if swap is None else swap.noise_low,
    }

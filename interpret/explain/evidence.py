"""All that speaks for a gene in one row: the test, the models that use it, and how firmly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from interpret.contracts import FloatArray, declared
from interpret.data.cohort import Cohort
from interpret.explain.attribution import Attribution
from interpret.explain.blocks import CANDIDATES, correlated_blocks
from interpret.explain.evidence_columns import evidence_columns
from interpret.explain.stability import STABILITY_COLUMNS, ranks, shap_stability
from interpret.models.learner import Fitted
from interpret.stats.gene_table import GeneTable


def evidence_table(
    genes: GeneTable,
    selection_frequency: pd.Series,
    attributions: Mapping[str, Attribution],
    training_prepared: Cohort,
    stream: np.random.SeedSequence,
    *,
    folds: Mapping[str, Sequence[Fitted]] | None = None,
    left_out: Cohort | None = None,
) -> pd.DataFrame:
    """Put the test of each gene beside its weight in each model.

    The rows are every gene tested and every gene with a SHAP value other than zero for a left-out patient (a forest
    grows on all genes, also those that were not tested: effect and q-value are then missing). A gene that a model
    never uses has mean absolute SHAP 0 there, and its rank, range and sign consistency are missing.

    `consensus_rank` orders the genes by the mean of these ranks: by q-value (smallest first) and, for each model, by
    mean absolute SHAP (largest first). Within each, ties share their mean rank; a gene that was not tested or that a
    model does not use stands behind all others, all such genes tied. Genes with the same mean share the mean rank
    rounded up. It is a summary to read by, not a test: no error rate is attached to it.

    Parameters
    ----------
    genes
        The gene table.
    selection_frequency
        Indexed by gene: share of the leave-one-out sparse models that use it; genes not named are never used.
    attributions
        Model name to the SHAP values of the left-out patients.
    training_prepared
        Training patients as tested, for the blocks of correlated genes. Only the first 500 genes by consensus are
        grouped; genes beyond them, and those it does not hold, have no block.
    stream
        Randomness of the bootstrap ranges.
    folds
        Model name to its fold models, one a left-out sample, for how far they agree; missing for models not named.
    left_out
        The left-out samples as read, and who gave them; None where each is of a person of their own.

    Returns
    -------
    pandas.DataFrame
        Columns `evidence_columns(models)`, smallest `consensus_rank` first, then smallest q-value, then gene.
    """
    names = _rows(genes, attributions)
    tested = genes.frame.set_index("gene").reindex(names)
    table = pd.DataFrame(
        {
            "gene": names,
            "symbol": tested["symbol"].fillna("").to_numpy(dtype=object),
            "effect": tested["effect"].to_numpy(dtype=np.float64),
            "q_value": tested["q_value"].to_numpy(dtype=np.float64),
            "selection_frequency": selection_frequency.reindex(names).fillna(0.0).to_numpy(dtype=np.float64),
        }
    )
    orders = [rankdata(table["q_value"].fillna(np.inf), method="average")]
    for number, (model, attribution) in enumerate(attributions.items()):
        own = np.random.SeedSequence(entropy=stream.entropy, spawn_key=(*stream.spawn_key, number))
        stable = shap_stability(
            attribution,
            own,
            persons=None if left_out is None else left_out.persons,
            folds=(folds or {}).get(model, ()),
            taught=None if left_out is None else left_out.expression,
        )
        orders.append(_add_model(table, model.replace("-", "_"), stable))
    mean_rank: FloatArray = np.asarray(np.round(np.mean(orders, axis=0), 9), dtype=np.float64)
    table["consensus_rank"] = np.ceil(rankdata(mean_rank, method="average")).astype(np.int64)
    table = table.sort_values(["consensus_rank", "q_value", "gene"], kind="stable", ignore_index=True)
    table["block"] = _blocks(table, genes, training_prepared)
    return declared(table, evidence_columns(tuple(attributions)), "evidence")


def _rows(genes: GeneTable, attributions: Mapping[str, Attribution]) -> list[str]:
    """Return the genes tested in their order, then those that only a model uses, by name."""
    tested = genes.frame["gene"].tolist()
    known: set[str] = set(tested)
    surplus: set[str] = set()
    for attribution in attributions.values():
        used = (attribution.values != 0.0).any(axis=0)
        surplus.update(gene for gene, is_used in zip(attribution.genes, used, strict=True) if is_used)
    return [*tested, *sorted(surplus - known)]


def _add_model(table: pd.DataFrame, prefix: str, stable: pd.DataFrame) -> FloatArray:
    """Add one model's columns of `shap_stability` to `table`; return every gene's rank, unused ones behind all."""
    stable = stable.set_index("gene").reindex(table["gene"])
    mean_abs = stable["mean_abs_shap"].fillna(0.0).to_numpy(dtype=np.float64)
    table[f"{prefix}_mean_abs_shap"] = mean_abs
    table[f"{prefix}_shap_rank"] = stable["shap_rank"].astype("Int64").array
    for column in STABILITY_COLUMNS[3:]:  # the numbers beside gene, mean and rank
        table[f"{prefix}_{column}"] = stable[column].to_numpy(dtype=np.float64)
    return np.asarray(ranks(mean_abs[None, :])[0], dtype=np.float64)


def _blocks(table: pd.DataFrame, genes: GeneTable, training: Cohort) -> pd.Series:
    """Return the block of each row of `table`, named by the gene of the block that the test puts first."""
    first = set(table["gene"].head(CANDIDATES)) & set(training.genes)
    by_test = [gene for gene in genes.by_evidence()["gene"] if gene in first]
    candidates = [*by_test, *sorted(first.difference(by_test))]
    return table["gene"].map(correlated_blocks(training, candidates)).fillna("")

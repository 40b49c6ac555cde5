"""All that speaks for a gene in one row: the test, the models that use it, and how firmly."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from interpret.contracts import Column, FloatArray, declared
from interpret.explain.agreement import TEST, Agreement, agreements
from interpret.explain.attribution import Attribution
from interpret.explain.consensus import consensus_rank
from interpret.explain.evidence_columns import evidence_columns, model_columns, prefix
from interpret.explain.stability import ranks, shap_stability
from interpret.explain.supported import supported
from interpret.stats.gene_table import GeneTable

Steadiness = Callable[[str, Attribution, np.random.SeedSequence], pd.DataFrame]


def _over_patients(_model: str, attribution: Attribution, stream: np.random.SeedSequence) -> pd.DataFrame:
    return shap_stability(attribution, stream)


@dataclass(frozen=True, eq=False)
class Explaining:
    """The SHAP values of the left-out patients, model name to values.

    Attributes
    ----------
    full
        The models run in full: they alone make the consensus and support a gene, whatever else is shown beside them.
    beside
        Other models explained: their ranks are shown.
    steadiness
        How the stability of a model's values is worked out: `shap_stability` of the model's name and values.
    """

    full: Mapping[str, Attribution]
    beside: Mapping[str, Attribution] = field(default_factory=dict)
    steadiness: Steadiness = _over_patients


@dataclass(frozen=True, eq=False)
class Evidence:
    """The evidence table, what its columns are, and how far its rankings agree."""

    table: pd.DataFrame
    columns: tuple[Column, ...]
    agreement: tuple[Agreement, ...]


def gather_evidence(
    genes: GeneTable,
    selection_frequency: pd.Series,
    explained: Explaining,
    blocks: pd.Series,
    stream: np.random.SeedSequence,
    *,
    fdr: float,
    of_interest: Collection[str] = (),
    annotation: pd.DataFrame | None = None,
) -> Evidence:
    """Put the test of each gene beside its weight in each model.

    The rows are every gene tested and every gene with a SHAP value other than zero for a left-out patient (a forest
    grows on all genes, also those that were not tested: effect and q-value are then missing). A gene that a model
    never uses has mean absolute SHAP 0 there, and what is said of its stability is missing.

    `consensus_rank` orders the genes by the median of these ranks, ties by their mean (see `consensus_rank`): by the
    p-value of the test, which is the order of the q-values with fewer ties, and for each model run in full by mean
    absolute SHAP. It is a summary to read by, not a test: no error rate is attached to it. `supported` is a threshold
    with one (see `supported`).

    Parameters
    ----------
    genes
        The gene table.
    selection_frequency
        Indexed by gene: share of the leave-one-out sparse models that use it; genes not named are never used.
    explained
        The SHAP values of the left-out patients.
    blocks
        Indexed by gene: its block of correlated genes; genes not named stand alone.
    stream
        Randomness of the bootstrap ranges.
    fdr
        False discovery rate at which the test calls a gene.
    of_interest
        Genes that somebody has named.
    annotation
        Columns `gene, symbol, description` of all genes, for those that were not tested.

    Returns
    -------
    Evidence
        Columns `evidence_columns(models, beside)`, smallest `consensus_rank` first, then smallest q-value, then gene.
    """
    table = _tested(_rows(genes, explained), genes, annotation)
    names = table["gene"]
    table["selection_frequency"] = selection_frequency.reindex(names).fillna(0.0).to_numpy(dtype=np.float64)
    by_test = genes.frame.set_index("gene")["p_value"].reindex(names).to_numpy(dtype=np.float64)
    orders = [rankdata(np.where(np.isnan(by_test), np.inf, by_test), method="average")]
    rankings = {TEST: by_test}
    for number, (model, attribution) in enumerate([*explained.full.items(), *explained.beside.items()]):
        own = np.random.SeedSequence(entropy=stream.entropy, spawn_key=(*stream.spawn_key, number))
        full = model in explained.full
        stable = explained.steadiness(model, attribution, own)
        order = _add_model(table, prefix(model), attribution, stable, model_columns(full=full))
        used = table[f"{prefix(model)}_mean_abs_shap"].to_numpy() > 0.0
        rankings[model] = np.where(used, order, np.nan)
        orders += [order] if full else []
    table["consensus_rank"] = consensus_rank(orders)
    table["supported"] = supported(table, [prefix(model) for model in explained.full], fdr)
    table["of_interest"] = names.isin(set(of_interest)).to_numpy(dtype=np.bool_)
    table = table.sort_values(["consensus_rank", "q_value", "gene"], kind="stable", ignore_index=True)
    block_of = blocks.to_dict()
    table["block"] = [block_of.get(gene, "") for gene in table["gene"]]
    columns = evidence_columns(tuple(explained.full), tuple(explained.beside))
    return Evidence(declared(table, columns, "evidence"), columns, agreements(rankings))


def _rows(genes: GeneTable, explained: Explaining) -> list[str]:
    """Return the genes tested in their order, then those that only a model uses, by name."""
    tested = genes.frame["gene"].tolist()
    known: set[str] = set(tested)
    surplus: set[str] = set()
    for attribution in (*explained.full.values(), *explained.beside.values()):
        used = (attribution.values != 0.0).any(axis=0)
        surplus.update(gene for gene, is_used in zip(attribution.genes, used, strict=True) if is_used)
    return [*tested, *sorted(surplus - known)]


def _tested(names: list[str], genes: GeneTable, annotation: pd.DataFrame | None) -> pd.DataFrame:
    """Return what the test and the annotation say of these genes."""
    tested = genes.frame.set_index("gene").reindex(names)
    known = pd.DataFrame({"gene": []}) if annotation is None else annotation
    said = known.drop_duplicates("gene").set_index("gene").reindex(names)
    table = pd.DataFrame({"gene": names})
    for column in ("symbol", "description"):
        text = tested[column] if column in tested else pd.Series(index=names, dtype=object)
        other = said[column] if column in said else pd.Series(index=names, dtype=object)
        table[column] = text.where(text.notna(), other).fillna("").to_numpy(dtype=object)
    for column in ("effect", "q_value"):
        table[column] = tested[column].to_numpy(dtype=np.float64)
    return table


def _add_model(
    table: pd.DataFrame, key: str, attribution: Attribution, stable: pd.DataFrame, columns: tuple[str, ...]
) -> FloatArray:
    """Add one model's columns to `table`; return every gene's rank, unused genes behind all others."""
    stable = stable.set_index("gene")
    uses = pd.Series(attribution.used.mean(axis=0), index=list(attribution.genes)).reindex(stable.index)
    # where a model does not show what it uses, the patients' own models tell how many of them do
    stable = stable.assign(fold_use_share=stable["fold_use_share"].fillna(uses)).reindex(table["gene"])
    mean_abs = stable["mean_abs_shap"].fillna(0.0).to_numpy(dtype=np.float64)
    for column in columns:
        if column == "mean_abs_shap":
            table[f"{key}_{column}"] = mean_abs
        elif column == "shap_rank":
            table[f"{key}_{column}"] = stable[column].astype("Int64").array
        else:
            table[f"{key}_{column}"] = stable[column].to_numpy(dtype=np.float64)
    return np.asarray(ranks(mean_abs[None, :])[0], dtype=np.float64)

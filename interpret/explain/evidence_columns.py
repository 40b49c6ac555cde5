"""The columns of evidence.csv, declared once; each model explained adds its own."""

from __future__ import annotations

from collections.abc import Sequence

from interpret.contracts import Column
from interpret.explain.stability import STABILITY_COLUMNS

_HEAD = (
    Column("gene", "text", "", "gene or probe"),
    Column("symbol", "text", "", "gene symbol, where an annotation gives one"),
    Column("description", "text", "", "description of the gene or probe, where an annotation gives one"),
    Column("effect", "number", "see genes.csv", "mean difference, positive minus negative class"),
    Column("q_value", "number", "", "q-value of the primary test"),
    Column("selection_frequency", "number", "", "share of the left-out sparse models that use the gene"),
)
_TAIL = (
    Column("block", "text", "", "first gene of the group of correlated genes it belongs to; empty if it stands alone"),
    Column("consensus_rank", "integer", "", "order by the median of the ranks by test and by SHAP in each model run"),
    Column("supported", "truth", "", "q-value within the false discovery rate, and steady use by a model run"),
    Column("of_interest", "truth", "", "on the list of genes of interest that was given"),
)
# what shap_stability gives of a gene, as it stands here under the model's name
_OF_A_MODEL: dict[str, Column] = {
    column.name: column
    for column in (
        Column("mean_abs_shap", "number", "unit of the model", "mean absolute SHAP over left-out patients"),
        Column("shap_rank", "integer", "", "rank by it, 1 is largest; ties share the mean rank rounded up"),
        Column("rank_low", "number", "", "lower end of the 95 % bootstrap range of the rank over patients"),
        Column("rank_high", "number", "", "upper end of that range"),
        Column("sign_consistency", "number", "", "share of left-out patients whose SHAP follows the usual direction"),
        Column("mean_abs_low", "number", "unit of the model", "lower end of the 95 % bootstrap range of the mean"),
        Column("mean_abs_high", "number", "unit of the model", "upper end of that range"),
        Column("fold_rank_low", "number", "", "lower end of the range that 95 % of the fold models' ranks take"),
        Column("fold_rank_high", "number", "", "upper end of that range"),
        Column("fold_use_share", "number", "", "share of the fold models that use the gene"),
        Column("fold_sign_share", "number", "", "share of the fold models using it in which it points the same way"),
    )
}
_FIRST = ("mean_abs_shap", "shap_rank", "rank_low", "rank_high", "sign_consistency")


def model_columns(*, full: bool = True) -> tuple[str, ...]:
    """Return what stands in the table of a model: all that is known of a model run in full, five columns of others."""
    return STABILITY_COLUMNS[1:] if full else _FIRST


def evidence_columns(models: Sequence[str], beside: Sequence[str] = ()) -> tuple[Column, ...]:
    """Return every column of evidence.csv for these models, run in full and beside (names with `-` written `_`)."""
    named = [(name, model_columns()) for name in models] + [(name, model_columns(full=False)) for name in beside]
    each = tuple(
        Column(f"{prefix(model)}_{name}", _OF_A_MODEL[name].kind, _OF_A_MODEL[name].unit, _OF_A_MODEL[name].meaning)
        for model, columns in named
        for name in columns
    )
    return (*_HEAD, *each, *_TAIL)


def prefix(model: str) -> str:
    """Return how the columns of a model begin."""
    return model.replace("-", "_")

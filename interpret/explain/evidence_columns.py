"""The columns of evidence.csv, declared once; each model run adds those of its stability."""

from __future__ import annotations

from collections.abc import Sequence

from interpret.contracts import Column

_HEAD = (
    Column("gene", "text", "", "gene or probe"),
    Column("symbol", "text", "", "gene symbol, where an annotation gives one"),
    Column("effect", "number", "see genes.csv", "mean difference, positive minus negative class"),
    Column("q_value", "number", "", "q-value of the primary test"),
    Column("selection_frequency", "number", "", "share of the left-out sparse models that use the gene"),
)
_FIRMNESS = (
    ("mean_abs_low", "unit of the model", "lower end of the 95 % bootstrap range of the mean absolute SHAP"),
    ("mean_abs_high", "unit of the model", "upper end of that range"),
    ("fold_rank_low", "", "lower end of the 95 % range over fold models of the rank by each model's own importance"),
    ("fold_rank_high", "", "upper end of that range"),
    ("fold_use_share", "", "share of fold models that use the gene"),
    ("fold_sign_share", "", "share of those in which the gene points the way it does in most"),
)
_TAIL = (
    Column("block", "text", "", "first gene of the group of correlated genes it belongs to; empty if it stands alone"),
    Column("consensus_rank", "integer", "", "order by the mean of the ranks by q-value and by SHAP in each model"),
)


def evidence_columns(models: Sequence[str]) -> tuple[Column, ...]:
    """Return every column of evidence.csv for these models (registry names, `-` written `_`)."""
    each = tuple(
        column
        for model in (name.replace("-", "_") for name in models)
        for column in (
            Column(
                f"{model}_mean_abs_shap", "number", "unit of the model", "mean absolute SHAP over left-out patients"
            ),
            Column(
                f"{model}_shap_rank", "integer", "", "rank by it, 1 is largest; ties share the mean rank rounded up"
            ),
            Column(
                f"{model}_rank_low", "number", "", "lower end of the 95 % bootstrap range of the rank over patients"
            ),
            Column(f"{model}_rank_high", "number", "", "upper end of that range"),
            Column(
                f"{model}_sign_consistency",
                "number",
                "",
                "share of left-out patients whose SHAP value follows the gene's usual direction",
            ),
            *(Column(f"{model}_{name}", "number", unit, meaning) for name, unit, meaning in _FIRMNESS),
        )
    )
    return (*_HEAD, *each, *_TAIL)

"""The choice of genes of the synthetic study: curves of a real rule, and shares as if from fifty pairs of halves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.models.gene_count_curve import filter_curve
from interpret.models.rules import learn_diagonal_discriminant
from interpret.models.selection_bounds import error_bounds
from interpret.models.signature import SIGNATURE_COLUMNS, Signature
from interpret.models.stability_selection import StabilitySelection
from interpret.prep.preparation import learn_as_read
from interpret.report.findings import Selection
from interpret.settings import PreparationSettings

PAIRS, Q, THRESHOLD = 50, 12, 0.7


def selection(
    names: tuple[str, ...],
    values: FloatArray,
    positive: BoolArray,
    genes: tuple[str, ...],
    weights: pd.DataFrame,
    labels: Labels,
) -> Selection:
    """Return the findings for `(n, p)` log2 values; `weights` has the columns `gene, coefficient`."""
    expression = Expression(values, names, genes, Scale.LOG2)
    cohort, settings = Cohort(expression, positive, labels), PreparationSettings()
    written = signature(expression, weights)
    frequency = np.zeros(len(genes))
    by_name = tuple(sorted(genes))
    for place, gene in enumerate(written.table["gene"]):
        frequency[by_name.index(gene)] = max(0.02, 0.94 - 0.08 * place)
    return Selection(
        signature=written,
        stability=StabilitySelection(
            genes=by_name,
            frequency=frequency,
            threshold=THRESHOLD,
            q=Q,
            mean_selected=Q - 2.5,
            pairs=PAIRS,
            offered=len(genes),
            half_sizes=(len(names) // 2, len(names) - len(names) // 2),
            bounds=error_bounds(Q, len(genes), len(genes), THRESHOLD, PAIRS),
        ),
        alpha=0.5,
        path=filter_curve(cohort, settings, learn_diagonal_discriminant, range(1, 40, 3)),
        by_filter=filter_curve(cohort, settings, learn_diagonal_discriminant),
    )


def signature(expression: Expression, weights: pd.DataFrame) -> Signature:
    """Return the signature of these coefficients, intercept 0 at the means."""
    chosen = expression.named(list(weights["gene"])).values
    coefficient = weights["coefficient"].to_numpy(dtype=np.float64)
    mean, sd = chosen.mean(axis=0), chosen.std(axis=0, ddof=1)
    table = pd.DataFrame(
        {
            "gene": weights["gene"].to_numpy(dtype=object),
            "coefficient": coefficient,
            "odds_ratio": np.exp(coefficient),
            "mean": mean,
            "sd": sd,
            "coefficient_per_sd": coefficient * sd,
        },
        columns=[column.name for column in SIGNATURE_COLUMNS],
    )
    order = np.argsort(-np.abs(table["coefficient_per_sd"].to_numpy()), kind="stable")
    preparation = learn_as_read(expression)
    intercept = -float((coefficient * mean).sum())
    return Signature(table.iloc[order].reset_index(drop=True), intercept, "doubling of the intensity", preparation)

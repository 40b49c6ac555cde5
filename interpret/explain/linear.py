"""SHAP values of linear models, on the scale on which they are linear: the log-odds."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np
import pandas as pd

from interpret.contracts import FloatArray
from interpret.data.expression import Expression
from interpret.explain.explained import Explained
from interpret.explain.shap_explainers import Independent, LinearExplainer


@runtime_checkable
class LinearForm(Protocol):
    """What a linear model must show to be explained. `k` genes have a coefficient."""

    @property
    def genes(self) -> tuple[str, ...]:
        """The `k` genes with a coefficient; none is possible."""
        ...

    @property
    def coefficients(self) -> pd.DataFrame:
        """Columns `gene, coefficient, mean`, `k` rows as `genes`."""
        ...

    @property
    def intercept(self) -> float:
        """Log-odds where every gene is zero."""
        ...

    @property
    def background(self) -> FloatArray:
        """`(n_train, k)` prepared values of the training patients."""
        ...

    def design(self, expression: Expression) -> FloatArray:
        """Return `(m, k)` prepared values of `m` samples as read."""
        ...

    def margin(self, expression: Expression) -> FloatArray:
        """Return `(m,)` log-odds of the positive class."""
        ...


def explain_linear(model: LinearForm, expression: Expression) -> Explained:
    """Return interventional SHAP values of the log-odds against the model's own training patients.

    The value of a gene is its coefficient times its distance from the training mean: what the log-odds lose, averaged
    over all orders of the genes, when the gene is replaced by that of the training patients, genes taken as
    independent of one another (Lundberg and Lee 2017, arXiv:1705.07874; Strumbelj and Kononenko 2014,
    doi:10.1007/s10115-013-0679-x). Correlated genes do not share credit: a gene the model does not use has none.

    Parameters
    ----------
    model
        Uses `k` genes.
    expression
        `m` samples as read.
    """
    output = np.asarray(model.margin(expression), dtype=np.float64)
    if not model.genes:  # the penalty has kept no gene: everybody gets the intercept, and no gene moved it
        nothing = np.zeros((expression.n_samples, 0))
        return Explained(nothing, nothing, float(model.intercept), output)
    design = np.asarray(model.design(expression), dtype=np.float64)  # (m, k)
    coefficient = model.coefficients["coefficient"].to_numpy(dtype=np.float64)
    # By default shap draws 100 background samples at random; the whole training set is asked for.
    background = Independent(model.background, max_samples=len(model.background))
    explainer = LinearExplainer((coefficient, float(model.intercept)), background)
    return Explained(explainer.shap_values(design), design, float(explainer.expected_value), output)

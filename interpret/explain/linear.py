"""SHAP values of models that add up one term a gene, on the scale on which they do: the log-odds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from interpret.explain.explained import Explained, Sampling, Task
from interpret.method import Basis, Method


def explain_linear(tasks: Sequence[Task], sampling: Sampling | None = None) -> list[Explained]:
    """Return interventional SHAP values of the log-odds against each model's own training patients.

    The value of a gene is its coefficient times its distance from the training mean: what the log-odds lose, averaged
    over all orders of the genes, when the gene is replaced by that of the training patients, genes taken as
    independent of one another (Lundberg and Lee 2017, arXiv:1705.07874; Štrumbelj and Kononenko 2014,
    doi:10.1007/s10115-013-0679-x). Correlated genes do not share credit: a gene the model does not use has none.

    A sigmoid over a linear score, as Platt's over that of a support vector machine, is linear in the score on the
    log-odds scale, so its slope multiplies the coefficients and nothing is approximated. Of the training patients only
    the mean matters.

    Parameters
    ----------
    tasks
        Models whose form is a `Line`, with their patients.
    sampling
        Not used: nothing is sampled.
    """
    del sampling
    return [_of_line(task) for task in tasks]


def explain_additive(tasks: Sequence[Task], sampling: Sampling | None = None) -> list[Explained]:
    """Return interventional SHAP values of log-odds that are a sum of one curve a gene, as in naive Bayes.

    The estimand is that of `explain_linear`. Since no gene changes what another one adds, the value of a gene is its
    term less the mean of its term over the training patients, whatever the order of the genes.

    Parameters
    ----------
    tasks
        Models whose form is `Curves`, with their patients.
    sampling
        Not used: nothing is sampled.
    """
    del sampling
    return [_of_curves(task) for task in tasks]


def _of_line(task: Task) -> Explained:
    from interpret.explain.shap_explainers import Independent, LinearExplainer  # noqa: PLC0415  takes seconds to import

    model, line = task.model, task.form
    # By default shap draws 100 background samples at random; the whole training set is asked for.
    patients = task.background()
    explainer = LinearExplainer((line.coefficient, float(line.intercept)), Independent(patients, len(patients)))
    values = explainer.shap_values(np.asarray(model.entered(task.patients), dtype=np.float64))
    output = np.asarray(model.margin(task.patients), dtype=np.float64)
    return Explained(values, model.design(task.patients), float(explainer.expected_value), output)


def _of_curves(task: Task) -> Explained:
    model, curves = task.model, task.form
    usual = curves.terms(task.background()).mean(axis=0)  # (k,)
    values = curves.terms(model.entered(task.patients)) - usual
    output = np.asarray(model.margin(task.patients), dtype=np.float64)
    return Explained(values, model.design(task.patients), float(usual.sum() + curves.intercept), output)


RECORD = Method(
    name="linear-shap",
    title="SHAP values of linear models",
    room="explanations",
    about="SHAP values of the log-odds against the training samples of the model that never saw the sample explained.",
    basis=Basis(
        estimand="How far each gene moves the log-odds of a sample from those of the average training sample.",
        formula="phi_j = b_j * (x_j - mean_j); baseline + sum of phi_j = log-odds.",
        assumptions=(
            "Genes are replaced independently of one another; of correlated genes only those that the model "
            "uses get credit."
        ),
        reference=(
            "Lundberg and Lee 2017, arXiv:1705.07874; Štrumbelj and Kononenko 2014, doi:10.1007/s10115-013-0679-x"
        ),
    ),
)

"""SHAP values of every patient by the model that judged them, put side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.expression import Expression
from interpret.explain.attribution import Attribution, Unit
from interpret.explain.explained import Explained
from interpret.explain.linear import LinearForm, explain_linear
from interpret.explain.tree import TreeForm, explain_tree
from interpret.models.learner import Family, Fitted


@dataclass(frozen=True)
class Explainer:
    """How a family of models is explained: what such a model must show, the unit of its values, and the method."""

    form: type
    unit: Unit
    explain: Callable[[Any, Expression], Explained]


EXPLAINERS: dict[Family, Explainer] = {
    "linear": Explainer(LinearForm, "log-odds", explain_linear),
    "tree": Explainer(TreeForm, "probability", explain_tree),
}


def attribute(fitted: Sequence[Fitted], expression: Expression) -> Attribution:
    """Explain each sample by its own model.

    Parameters
    ----------
    fitted
        `n` models of one family, one a sample; the same object may stand for many samples.
    expression
        `n` samples as read.

    Returns
    -------
    Attribution
        Genes are those that any of the models uses, in the order of the data. `expression` is the value as the
        patient's own model sees it; where that model does not use the gene, as the first model that does.

    Raises
    ------
    TypeError
        Models of two families, or one that does not show what its family's explanation needs.
    """
    if len(fitted) != expression.n_samples:
        message = f"{len(fitted)} models for {expression.n_samples} samples"
        raise ValueError(message)
    explainer = _explainer(fitted)
    place = {gene: j for j, gene in enumerate(expression.genes)}
    genes = tuple(sorted({gene for model in _distinct(fitted) for gene in model.genes}, key=place.__getitem__))
    column = {gene: j for j, gene in enumerate(genes)}
    shape = (len(fitted), len(genes))
    values, used, design = np.zeros(shape), np.zeros(shape, dtype=np.bool_), np.full(shape, np.nan)
    baseline, output = np.empty(shape[0]), np.empty(shape[0])
    owner = np.array([id(model) for model in fitted])
    for model in _distinct(fitted):
        rows = np.flatnonzero(owner == id(model))
        columns = np.array([column[gene] for gene in model.genes], dtype=np.int64)
        explained = explainer.explain(model, expression.take_samples(rows))
        own = np.ix_(rows, columns)
        values[own], used[own] = explained.values, True
        design[own] = explained.design
        baseline[rows], output[rows] = explained.baseline, explained.output
    _complete(design, _distinct(fitted), expression, column)
    model_ids = tuple(model.model_id for model in fitted)
    return Attribution(values, used, design, baseline, output, genes, expression.samples, model_ids, explainer.unit)


def attribute_one(fitted: Fitted, expression: Expression) -> Attribution:
    """Explain every sample by the one model, as the frozen model explains the independent patients."""
    return attribute([fitted] * expression.n_samples, expression)


def _explainer(fitted: Sequence[Fitted]) -> Explainer:
    families = {model.family for model in fitted}
    if len(families) != 1:
        message = f"values of different families have different units: {sorted(families)}"
        raise TypeError(message)
    explainer = EXPLAINERS[families.pop()]
    for model in _distinct(fitted):
        if not isinstance(model, explainer.form):
            message = f"{type(model).__name__} does not show what {explainer.form.__name__} asks for"
            raise TypeError(message)
    return explainer


def _complete(design: FloatArray, models: Sequence[Any], expression: Expression, column: Mapping[str, int]) -> None:
    """Fill the `(n, k)` values of genes that a patient's own model does not use, by the first model that does."""
    for model in models:
        columns = np.array([column[gene] for gene in model.genes], dtype=np.int64)
        known = design[:, columns]
        if np.isnan(known).any():
            design[:, columns] = np.where(np.isnan(known), model.design(expression), known)


def _distinct(fitted: Sequence[Fitted]) -> list[Fitted]:
    return list({id(model): model for model in fitted}.values())

"""SHAP values of every patient by the model that judged them, put side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.data.expression import Expression
from interpret.explain.attribution import Attribution, Unit
from interpret.explain.estimands import ESTIMANDS
from interpret.explain.explained import Explained, Sampling, Task
from interpret.explain.folds import Fold, folds_of, in_order_of_names
from interpret.explain.linear import explain_additive, explain_linear
from interpret.explain.sampled import explain_sampled
from interpret.explain.tree import explain_trees
from interpret.models.forms import Anything, Booster, Curves, Family, Line, TreeSum
from interpret.models.learner import Fitted


@dataclass(frozen=True)
class Explainer:
    """How a family of models is explained.

    Attributes
    ----------
    forms
        What such a model is.
    unit
        Of its values.
    explain
        The method: one result a task.
    estimand
        What the values are of, in words.
    exact
        Worked out, not sampled: done without being asked for.
    """

    forms: tuple[type, ...]
    unit: Unit
    explain: Callable[[Sequence[Task], Sampling | None], list[Explained]]
    estimand: str
    exact: bool = True


EXPLAINERS: dict[Family, Explainer] = {
    "linear": Explainer((Line,), "log-odds", explain_linear, ESTIMANDS["linear"]),
    "additive": Explainer((Curves,), "log-odds", explain_additive, ESTIMANDS["additive"]),
    "tree": Explainer((TreeSum,), "probability", explain_trees, ESTIMANDS["tree"]),
    "boosted": Explainer((TreeSum, Booster), "log-odds", explain_trees, ESTIMANDS["boosted"]),
    "other": Explainer((Anything,), "probability", explain_sampled, ESTIMANDS["other"], exact=False),
}


def attribute(
    fitted: Sequence[Fitted],
    expression: Expression,
    learnt_from: Expression | None = None,
    sampling: Sampling | None = None,
) -> Attribution:
    """Explain each sample by its own model.

    Parameters
    ----------
    fitted
        `n` models of one family, one a sample; the same object may stand for many samples. A model that looks at no
        gene may stand among those of any family: its patients have its output for their baseline.
    expression
        `n` samples as read.
    learnt_from
        The samples, as read, that every model has learnt from. None where `expression` holds them: a model has then
        learnt from all samples but those that it judges.
    sampling
        How values are sampled; needed for the family `other` alone.

    Returns
    -------
    Attribution
        Genes are those that any of the models uses, in the order of the data. `expression` is the prepared value, in
        the preparation of the patient's own model; where that model does not use the gene, of the first that does.

    Raises
    ------
    TypeError
        Models of two families, or one that does not show what its family's explanation needs.
    """
    if len(fitted) != expression.n_samples:
        message = f"{len(fitted)} models for {expression.n_samples} samples"
        raise ValueError(message)
    models = _distinct(fitted)
    explainer, forms = _explainer(models)
    folds = folds_of(fitted)
    tasks = [
        Task(model, form, expression.take_samples(fold.judged), *_taught(expression, fold, learnt_from))
        for model, form, fold in zip(models, forms, folds, strict=True)
    ]
    reading = [task for task in tasks if task.model.genes]
    found = {id(task): one for task, one in zip(reading, explainer.explain(reading, sampling), strict=True)}
    every = [found[id(task)] if task.model.genes else _baseline_alone(task, explainer.unit) for task in tasks]
    return _side_by_side(tasks, [fold.judged for fold in folds], every, expression, explainer)


def attribute_one(
    fitted: Fitted,
    expression: Expression,
    learnt_from: Expression | None = None,
    sampling: Sampling | None = None,
) -> Attribution:
    """Explain every sample by the one model, as the frozen model explains the independent patients.

    `learnt_from` are the samples that it has learnt from; a sparse logistic regression and trees need none.
    """
    return attribute([fitted] * expression.n_samples, expression, learnt_from, sampling)


def _taught(expression: Expression, fold: Fold, learnt_from: Expression | None) -> tuple[Expression, IntArray]:
    """Return who the model of a fold has learnt from, in order of their names."""
    if learnt_from is None:
        return expression, fold.taught_by_name(expression.samples)
    return learnt_from, in_order_of_names(learnt_from.samples)


def _explainer(models: Sequence[Any]) -> tuple[Explainer, list[Any]]:
    """Return what explains these models, and the form of each."""
    families = {model.family for model in models if model.genes} or {models[0].family}
    if len(families) != 1:
        message = f"values of different families have different units: {sorted(families)}"
        raise TypeError(message)
    family = families.pop()
    if family not in EXPLAINERS:
        message = f"a model of the family {family} is not explained"
        raise TypeError(message)
    explainer = EXPLAINERS[family]
    forms = [getattr(model, "form", None) for model in models]
    for model, form in zip(models, forms, strict=True):
        if model.genes and not isinstance(form, explainer.forms):
            wanted = " or ".join(kind.__name__ for kind in explainer.forms)
            message = f"{type(model).__name__} does not show the form of its family: {wanted}"
            raise TypeError(message)
    return explainer, forms


def _baseline_alone(task: Task, unit: Unit) -> Explained:
    """Explain a model that looks at no gene: everybody gets its output, and no gene has moved it."""
    of = task.model.margin if unit == "log-odds" else task.model.probability
    output = np.asarray(of(task.patients), dtype=np.float64)
    nothing = np.zeros((task.patients.n_samples, 0))
    return Explained(nothing, nothing, float(output[0]), output)


def _side_by_side(
    tasks: Sequence[Task],
    rows: Sequence[IntArray],
    every: Sequence[Explained],
    expression: Expression,
    explainer: Explainer,
) -> Attribution:
    place = {gene: j for j, gene in enumerate(expression.genes)}
    genes = tuple(sorted({gene for task in tasks for gene in task.model.genes}, key=place.__getitem__))
    column = {gene: j for j, gene in enumerate(genes)}
    shape = (expression.n_samples, len(genes))
    values, used, design = np.zeros(shape), np.zeros(shape, dtype=np.bool_), np.full(shape, np.nan)
    error = None if explainer.exact else np.zeros(shape)
    baseline, output = np.empty(shape[0]), np.empty(shape[0])
    model_ids = np.empty(shape[0], dtype=object)
    for task, here, explained in zip(tasks, rows, every, strict=True):
        own = np.ix_(here, _columns(task.model, column))
        values[own], used[own], design[own] = explained.values, True, explained.design
        if error is not None and explained.standard_error is not None:
            error[own] = explained.standard_error
        baseline[here], output[here], model_ids[here] = explained.baseline, explained.output, task.model.model_id
    _complete(design, [task.model for task in tasks], expression, column)
    return Attribution(
        values,
        used,
        design,
        baseline,
        output,
        genes,
        expression.samples,
        tuple(model_ids.tolist()),
        explainer.unit,
        standard_error=error,
        estimand=explainer.estimand,
    )


def _columns(model: Any, column: Mapping[str, int]) -> IntArray:  # noqa: ANN401  any Explainable
    return np.array([column[gene] for gene in model.genes], dtype=np.int64)


def _complete(design: FloatArray, models: Sequence[Any], expression: Expression, column: Mapping[str, int]) -> None:
    """Fill the `(n, k)` values of genes that a patient's own model does not use, by the first model that does."""
    missing: BoolArray = np.asarray(np.isnan(design).any(axis=0))  # (k,)
    for model in models:
        columns = _columns(model, column)
        if missing[columns].any():
            known = design[:, columns]
            design[:, columns] = np.where(np.isnan(known), model.design(expression), known)
            missing[columns] = False


def _distinct(fitted: Sequence[Fitted]) -> list[Any]:
    return list({id(model): model for model in fitted}.values())

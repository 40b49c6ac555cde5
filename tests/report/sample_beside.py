"""The models beside of the synthetic study: real rules on its values: a tree, a vote and no gene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray
from interpret.data.expression import Expression, Scale
from interpret.models.forest_trees import Tree
from interpret.models.kinds import decision_tree
from interpret.models.learner import Family, Recipe
from interpret.models.panel import FittedPanel
from interpret.models.rules.prevalence import learn_prevalence
from interpret.models.rules.weighted_voting import learn_weighted_voting
from interpret.models.scaling import learn_scaling
from interpret.prep.preparation import Intensities, Preparation
from interpret.report.findings import Findings, ModelFindings, NotebookResult

Rule = Any
GIVEN = 10  # genes a rule is given, those with the largest t


@dataclass(frozen=True, eq=False)
class StandIn:
    """The frozen model of those run in full, of which the report asks nothing."""

    genes: tuple[str, ...]
    model_id: str = "stand-in"
    family: Family = "other"

    def probability(self, expression: Expression) -> FloatArray:
        """Nobody is judged by it."""
        raise AssertionError(expression.samples)

    def facts(self) -> dict[str, float]:
        """Nothing was tuned."""
        return {}


@dataclass(frozen=True)
class Kind:
    """What a model beside is made of."""

    name: str
    title: str
    method: str
    recipe: Recipe
    learn: Callable[[FloatArray, BoolArray], Rule]
    genes: int = GIVEN


KINDS = (
    Kind(
        "weighted-voting",
        "Weighted voting",
        "Each gene votes by its signal to noise, as a stand-in.",
        Recipe("as read", "5 for each class by signal to noise", "z-score", "nothing", "none"),
        learn_weighted_voting,
    ),
    Kind(
        "prevalence",
        "Prevalence only",
        "The share of positives, whoever is asked.",
        Recipe("prepared", "none", "none", "nothing", "none"),
        learn_prevalence,
        genes=0,
    ),
    Kind(
        "decision-tree",
        "Decision tree",
        "One classification tree, as a stand-in.",
        Recipe("prepared", "10 by F", "none", "depth, 3 choices", "5-fold"),
        lambda Z, positive: decision_tree.learn(Z, positive, {"depth": 2.0}, 0),
    ),
)
FULL_RECIPE = {
    "sparse-logistic": Recipe("prepared", "all that pass the filter", "z-score", "penalty", "10-fold"),
    "random-forest": Recipe("prepared", "all", "none", "nothing", "none"),
}


def chosen(values: FloatArray, positive: BoolArray, most: int) -> np.ndarray:
    """Return the columns with the largest t."""
    up, down = values[positive], values[~positive]
    t = np.abs(up.mean(axis=0) - down.mean(axis=0)) / (values.std(axis=0) + 0.1)
    return np.sort(np.argsort(-t, kind="stable")[:most])


def frozen_panel(name: str, rule: Rule, columns: tuple[str, ...]) -> FittedPanel:
    """Return a fitted model of the panel around a rule on log2 values."""
    preparation = Preparation(columns, Scale.RAW, Intensities(100.0, 16000.0, "log2"), None, False, None)  # noqa: FBT003  the dataclass takes them by place
    scaled = learn_scaling(np.zeros((1, len(columns))), "none")
    return FittedPanel(name, preparation, columns, scaled, rule, (), float("nan"))


def judged(
    kind: Kind, train: FloatArray, positive: BoolArray, other: FloatArray | None, genes: tuple[str, ...]
) -> tuple[ModelFindings, dict[str, FloatArray]]:
    """Return a model beside and its probabilities: leave-one-out on `train (n, p)`, and of `other` by the final one."""
    n = len(train)
    left_out, used = np.empty(n), pd.Series(0.0, index=list(genes))
    for i in range(n):
        keep = np.arange(n) != i
        columns = chosen(train[keep], positive[keep], kind.genes)
        rule = kind.learn(train[np.ix_(keep, columns)], positive[keep])
        left_out[i] = rule.probability(train[i : i + 1, columns])[0]
        used.iloc[columns[rule.used()]] += 1.0 / n
    columns = chosen(train, positive, kind.genes)
    rule = kind.learn(train[:, columns], positive)
    probability = {"loo": left_out}
    if other is not None:
        probability["independent"] = rule.probability(other[:, columns])
    frozen = frozen_panel(kind.name, rule, tuple(genes[j] for j in columns))
    model = ModelFindings(
        name=kind.name,
        title=kind.title,
        method=kind.method,
        recipe=kind.recipe,
        facts=frozen.facts(),
        genes=frozen.genes,
        coefficients=None,
        selection_frequency=used[used > 0].sort_values(ascending=False, kind="stable"),
        attribution={},
        frozen=frozen,
    )
    return model, probability


def published(probability: dict[str, FloatArray]) -> FloatArray:
    """Return strengths as if printed elsewhere: near ours, with two decimals, one of them not given."""
    ours = np.abs(2 * np.concatenate(list(probability.values())) - 1)
    noise = np.random.default_rng(5).normal(0.0, 0.1, ours.size)
    printed = np.round(np.clip(ours + noise, 0.0, 1.0), 2)
    printed[2] = np.nan
    return printed


def notebook() -> tuple[NotebookResult, ...]:
    """Return what the notebook preset called right of 34: two models that are judged here, and one that is not."""
    return (
        NotebookResult("naive-bayes", "Naive Bayes", 34, 34),
        NotebookResult("decision-tree", "Decision tree", 31, 34),
        NotebookResult("random-forest", "Random forest", 32, 34),
    )


def with_tree(findings: Findings, rule: decision_tree.SingleTree) -> Findings:
    """Return the findings with another final decision tree, over the first genes of the study."""
    genes = tuple(findings.genes.frame["gene"].astype(str)[: rule.n_columns])
    models = tuple(
        replace(model, frozen=frozen_panel(model.name, rule, genes)) if model.name == decision_tree.NAME else model
        for model in findings.beside.models
    )
    return replace(findings, beside=replace(findings.beside, models=models))


def leaf(negative: int, positive: int) -> decision_tree.SingleTree:
    """Return a tree that asks nothing."""
    return _single([-1], [0.0], [-1], [-1], [(negative, positive)], depth=0)


def deep_tree() -> decision_tree.SingleTree:
    """Return a tree of depth 3: node `i` is above `2 i + 1` and `2 i + 2`; level `k` splits by gene `k` at 8 + k."""
    gene = [0, 1, 1, 2, 2, 2, 2] + [-1] * 8
    threshold = [8.0 + g if g >= 0 else 0.0 for g in gene]
    left = [2 * i + 1 if gene[i] >= 0 else -1 for i in range(15)]
    right = [2 * i + 2 if gene[i] >= 0 else -1 for i in range(15)]
    counts = [(0, 0)] * 7 + [(20, 0), (1, 0), (0, 1), (3, 0), (1, 0), (1, 0), (1, 0), (0, 10)]
    for i in reversed(range(7)):
        (a, b), (c, d) = counts[left[i]], counts[right[i]]
        counts[i] = (a + c, b + d)
    return _single(gene, threshold, left, right, counts, depth=3)


def _single(
    gene: list[int],
    threshold: list[float],
    left: list[int],
    right: list[int],
    counts: list[tuple[int, int]],
    *,
    depth: int,
) -> decision_tree.SingleTree:
    reached = np.array(counts, dtype=np.int64)
    weight = reached.sum(axis=1).astype(np.float64)
    share = (reached[:, 1] + 1.0) / (weight + 2.0)
    grown = Tree(
        0, np.array(gene), np.array(threshold), np.array(left), np.array(right), share, weight, depth, digest=b""
    )
    return decision_tree.SingleTree(grown, reached[:, 1], max(1, max(gene) + 1))

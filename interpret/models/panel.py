"""The frame of the classical panel: prepare, choose genes, scale, tune, fit, all of it inside `fit`.

A kind of model says what is its own in a `Plan`; this file walks through it. Samples and genes are taken in the order
of their names, so that their order in a file changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sklearn import config_context

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.data.cohort import Cohort
from interpret.errors import AnalysisError
from interpret.models.fitted_panel import FittedPanel as FittedPanel  # noqa: PLC0414  asked for here
from interpret.models.learner import Recipe
from interpret.models.rules.sigmoid import Calibrated, learn_sigmoid
from interpret.models.scaling import Scaled, Scaling, learn_scaling
from interpret.models.screening import Screening
from interpret.nouns import PATIENT, told
from interpret.prep.preparation import (
    apply_preparation,
    learn_as_read,
    learn_preparation,
    narrowed,
)
from interpret.scoring.splits import persons_of_classes, stratified_folds
from interpret.settings import PreparationSettings

Choice = Mapping[str, float]
Learn = Callable[[FloatArray, BoolArray, Choice, int], Any]
LearnEach = Callable[[FloatArray, BoolArray, Sequence[Choice], int], Sequence[Any]]

_LARGEST_SEED = 2**31 - 1  # scikit-learn takes seeds of 31 bits
FEWEST_TO_TUNE = 2  # persons of a class: one can be left out and one stays


def listed(numbers: Sequence[float]) -> str:
    """Return `10 or 50`, for the texts of the kinds."""
    words = [f"{number:g}" for number in numbers]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


@dataclass(frozen=True)
class Plan:
    """What is a kind's own.

    Attributes
    ----------
    name, title
        Registry name, and name for people.
    about
        What it is and where it comes from, for the methods section: full sentences with a source.
    learn
        From `(n, k)` values, `(n,)` class, one choice of the grid and a seed to a `Rule`, or to a `Scoring` where
        `calibrated` is set. A function at the top of its module, so that it can be sent to another process.
    screening, scaling
        How genes are chosen and brought to one scale.
    grid
        The choices tuned over, the simplest first: of equally good ones the first is taken. One: nothing is tuned.
    calibrated
        The kind gives scores; they become probabilities by a sigmoid learnt on inner held-out scores.
    as_read
        It is given the values as they were read: not clamped, not filtered, no logarithm.
    learn_each
        All choices of a grid at once, each to the bit what `learn` gives, where that is faster.
    """

    name: str
    title: str
    about: str
    learn: Learn
    screening: Screening
    scaling: Scaling = "none"
    grid: tuple[Choice, ...] = field(default=({},))
    calibrated: bool = False
    as_read: bool = False
    learn_each: LearnEach | None = None

    @property
    def tunes(self) -> bool:
        """True where patients are held out inside the fold."""
        return len(self.grid) > 1 or self.calibrated

    def of_every_choice(self, Z: FloatArray, positive: BoolArray, seed: int) -> Sequence[Any]:
        """Return what is learnt from `(n, k)` values with each choice of the grid."""
        if self.learn_each is not None:
            return self.learn_each(Z, positive, self.grid, seed)
        return [self.learn(Z, positive, choice, seed) for choice in self.grid]


@dataclass(frozen=True)
class PanelLearner:
    """A kind of the panel with its settings: a learner like any other, refitted in every fold.

    Parameters
    ----------
    plan
        What is its own.
    preparation
        Preparation, learnt anew from whichever patients are given.
    inner_folds
        Folds of the inner cross-validation, stratified by class; as many as the smaller class has patients where that
        is fewer.
    """

    plan: Plan
    preparation: PreparationSettings
    inner_folds: int = 5

    @property
    def name(self) -> str:
        """Registry name."""
        return self.plan.name

    @property
    def title(self) -> str:
        """Name for people."""
        return self.plan.title

    @property
    def method(self) -> str:
        """What it is, for the methods section."""
        return self.plan.about

    @property
    def recipe(self) -> Recipe:
        """What is done to the values, and what is learnt where."""
        plan = self.plan
        values = "as read" if plan.as_read else "prepared"
        parameters = " and ".join(plan.grid[-1])
        tuning = f"{parameters}, {len(plan.grid)} choices" if len(plan.grid) > 1 else "nothing"
        return Recipe(
            values=values,
            genes=plan.screening.words,
            scaling=plan.scaling,
            tuning=tuning + ("; sigmoid" if plan.calibrated else ""),
            inner=f"{self.inner_folds}-fold" if plan.tunes else "none",
        )

    @property
    def owns_folds(self) -> bool:
        """Refitted in every fold."""
        return False

    def fit(self, train: Cohort, stream: np.random.SeedSequence) -> FittedPanel:
        """Learn everything from `train`.

        Raises
        ------
        AnalysisError
            A class has fewer than two patients, or no gene passes the filter.
        """
        plan, train = self.plan, _by_name(train)
        _require_two_of_each(train)
        if plan.as_read:
            whole = learn_as_read(train.expression, self.preparation)
        else:
            whole = learn_preparation(train.expression, self.preparation, train.smaller_class)
        X = apply_preparation(whole, train.expression).values  # (n, p)
        seed = int(stream.generate_state(1)[0]) % _LARGEST_SEED
        # That our own parameters are in range need not be looked up anew for every tree: a fifth of all the time.
        with config_context(skip_parameter_validation=True):
            choice, unseen, brier = self._tune(X, train, stream, seed)
            columns, scaled, learnt = _learn(plan, X, train.positive, choice, seed)
        rule = Calibrated(learnt, learn_sigmoid(unseen, train.positive)) if plan.calibrated else learnt
        genes = tuple(whole.genes[j] for j in columns)
        chosen = tuple(choice.items()) if len(plan.grid) > 1 else ()
        return FittedPanel(plan.name, narrowed(whole, genes), genes, scaled, rule, chosen, brier)

    def _tune(
        self, X: FloatArray, train: Cohort, stream: np.random.SeedSequence, seed: int
    ) -> tuple[Choice, FloatArray, float]:
        """Return the choice with the smallest inner Brier score, the `(n,)` inner held-out outputs, and that score.

        Genes are chosen and scaled anew in every inner fold.
        """
        plan = self.plan
        if not plan.tunes:
            return plan.grid[0], np.zeros(0), np.nan
        folds = min(self.inner_folds, *persons_of_classes(train.positive, train.persons))
        fold = stratified_folds(train.positive, folds, stream, train.persons)
        outputs = np.empty((len(plan.grid), train.n))
        for k in range(folds):
            inside, outside = fold != k, fold == k
            columns, scaled = _view(plan, X[inside], train.positive[inside])
            learn_from, unseen = scaled.apply(X[np.ix_(inside, columns)]), scaled.apply(X[np.ix_(outside, columns)])
            for row, learnt in enumerate(plan.of_every_choice(learn_from, train.positive[inside], seed)):
                outputs[row, outside] = learnt.score(unseen) if plan.calibrated else learnt.probability(unseen)
        scores = np.array([_brier(plan, output, train.positive) for output in outputs])
        best = int(np.argmin(np.round(scores, 12)))  # the last bits of a sum must not decide
        return plan.grid[best], outputs[best], float(scores[best])


def _by_name(train: Cohort) -> Cohort:
    """Return the same patients and genes, both in order of their names: the genes too before anything is learnt."""
    ordered = train.take(np.argsort(train.samples))
    expression = ordered.expression.genes_by_name()
    return ordered if expression is ordered.expression else ordered.with_expression(expression)


def _brier(plan: Plan, output: FloatArray, positive: BoolArray) -> float:
    """Return the mean squared error; scores are judged after their own sigmoid, two numbers for the whole curve."""
    probability = learn_sigmoid(output, positive).probability(output) if plan.calibrated else output
    return float(((probability - positive) ** 2).mean())


def _view(plan: Plan, X: FloatArray, positive: BoolArray) -> tuple[IntArray, Scaled]:
    columns = plan.screening.choose(X, positive)
    return columns, learn_scaling(X[:, columns], plan.scaling)


def _learn(plan: Plan, X: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> tuple[IntArray, Scaled, Any]:
    columns, scaled = _view(plan, X, positive)
    return columns, scaled, plan.learn(scaled.apply(X[:, columns]), positive, choice, seed)


def _require_two_of_each(train: Cohort) -> None:
    smaller = min(persons_of_classes(train.positive, train.persons))
    if smaller < FEWEST_TO_TUNE:
        raise AnalysisError(
            told(f"the smaller class has {smaller} training {PATIENT}s"),
            wanted=f"at least {FEWEST_TO_TUNE}, so that tuning can leave one out",
            remedy=told(f"use a cohort with at least 3 {PATIENT}s of each class"),
        )

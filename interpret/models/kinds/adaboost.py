"""Stumps, each weighted towards what those before it got wrong."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from sklearn.ensemble import AdaBoostClassifier

from interpret.contracts import BoolArray, FloatArray
from interpret.method import Basis
from interpret.models.panel import Choice, Plan, listed
from interpret.models.rules.estimated import Estimated, split_by
from interpret.models.rules.prevalence import learn_prevalence
from interpret.models.rules.protocol import Rule
from interpret.models.screening import TopByF
from interpret.settings import PanelSettings


def plan(settings: PanelSettings) -> Plan:
    """Return what is its own."""
    return Plan(
        name="adaboost",
        title="AdaBoost",
        about="Decision stumps by AdaBoost (Freund & Schapire 1997, doi:10.1006/jcss.1997.1504), learning rate 1; "
        f"{listed(settings.boosting_rounds)} stumps, fewer where one alone makes no mistake.",
        learn=learn,
        screening=TopByF(settings.genes),
        grid=tuple({"rounds": float(rounds)} for rounds in settings.boosting_rounds),
        learn_each=learn_each,
    )


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> Rule:
    """Fit `(n, k)` values; `seed` breaks ties between splits.

    Where the classes are of one size and no stump is better than a guess, there is nothing to boost, and the share of
    positives is all there is.
    """
    try:
        model = AdaBoostClassifier(n_estimators=int(choice["rounds"]), random_state=seed).fit(Z, positive)
    except ValueError as error:
        if "worse than random" not in str(error):
            raise
        return learn_prevalence(Z, positive)
    return Estimated(model, split_by(model.estimators_, Z.shape[1]))


def learn_each(Z: FloatArray, positive: BoolArray, grid: Sequence[Choice], seed: int) -> list[Rule]:
    """Return what `learn` gives for each choice: the first stumps of the longest fit are those of a shorter one."""
    longest = learn(Z, positive, max(grid, key=lambda choice: choice["rounds"]), seed)
    return [_first(longest, int(choice["rounds"]), Z.shape[1]) for choice in grid]


def _first(longest: Rule, rounds: int, columns: int) -> Rule:
    if not isinstance(longest, Estimated):  # nothing to boost, whatever the number of stumps
        return longest
    model = copy.copy(longest.estimator)
    model.n_estimators = rounds
    model.estimators_ = model.estimators_[:rounds]
    model.estimator_weights_ = model.estimator_weights_[:rounds]
    model.estimator_errors_ = model.estimator_errors_[:rounds]
    return Estimated(model, split_by(model.estimators_, columns))


BASIS = Basis(
    estimand="The chance of the positive class, given the genes.",
    formula=(
        "F = sum of a_m * h_m(x), each h_m a stump on samples weighted by the errors before; p from F by the "
        "logistic function."
    ),
    assumptions="Classes that sums of one-gene rules tell apart. It follows samples with wrong labels.",
    reference="Freund and Schapire 1997, doi:10.1006/jcss.1997.1504",
)

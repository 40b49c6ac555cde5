"""The notebook study on the Golub data from which this package set out: ten models as scikit-learn offers them.

Raw values, the 50 genes with the largest F over all training patients, every parameter at its default, and the
independent patients as the test. The scale-sensitive models get the genes brought to 0 to 1. Nothing is tuned, and
there is no validation within the training patients: the independent set was looked at as often as there are models.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit
from sklearn.ensemble import AdaBoostClassifier, GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from interpret.contracts import BoolArray, FloatArray
from interpret.models.forms import Anything, of_used
from interpret.models.panel import Choice, PanelLearner, Plan
from interpret.models.rules.estimated import Estimated
from interpret.models.rules.protocol import Rule
from interpret.models.scaling import Scaling
from interpret.models.screening import TopByF
from interpret.settings import PreparationSettings

GENES = 50
RANDOM_STATE = 42


@dataclass(frozen=True, eq=False)
class ByScore:
    """A classifier that gives no probability: its decision function, positive where it calls the positive class."""

    scoring: Estimated

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` logistic transforms of the decision function: above one half where it is above 0, no chance."""
        probabilities: FloatArray = expit(self.scoring.score(Z))
        return probabilities

    def form(self) -> Anything:
        """Return a form without structure: what was done once is not explained."""
        return of_used(self.probability, self.used())

    def used(self) -> BoolArray:
        """Return `(k,)`: every column."""
        return self.scoring.used()


def _xgboost() -> Any:  # noqa: ANN401  xgboost is untyped
    from xgboost import XGBClassifier  # noqa: PLC0415  an optional extra

    return XGBClassifier(random_state=RANDOM_STATE, n_jobs=1)


# registered name of the counterpart, the classifier at its defaults, what the genes are brought to
_MODELS: tuple[tuple[str, Callable[[], Any], Scaling], ...] = (
    ("logistic-regression", lambda: LogisticRegression(random_state=RANDOM_STATE), "0 to 1"),
    ("k-nearest-neighbours", KNeighborsClassifier, "0 to 1"),
    ("linear-svm", lambda: SVC(kernel="linear", random_state=RANDOM_STATE), "0 to 1"),
    ("rbf-svm", lambda: SVC(random_state=RANDOM_STATE), "0 to 1"),
    ("naive-bayes", GaussianNB, "none"),
    ("decision-tree", lambda: DecisionTreeClassifier(random_state=RANDOM_STATE), "none"),
    ("random-forest", lambda: RandomForestClassifier(random_state=RANDOM_STATE), "none"),
    ("adaboost", lambda: AdaBoostClassifier(random_state=RANDOM_STATE), "none"),
    ("gradient-boosting", lambda: GradientBoostingClassifier(random_state=RANDOM_STATE), "none"),
    ("xgboost", _xgboost, "none"),
)


@dataclass(frozen=True)
class _Default:
    """Fit the model of this name at its defaults; a class, so that it can be sent to another process."""

    name: str

    def __call__(self, Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> Rule:
        del choice, seed  # the notebook fixed its own
        make = next(make for name, make, _ in _MODELS if name == self.name)
        estimated = Estimated(make().fit(Z, positive), np.ones(Z.shape[1], dtype=np.bool_))
        return estimated if hasattr(estimated.estimator, "predict_proba") else ByScore(estimated)


def notebook_learners(titles: dict[str, str]) -> tuple[PanelLearner, ...]:
    """Return the notebook's models, each under the name of its counterpart here.

    Parameters
    ----------
    titles
        Registered name to title; a model whose name is missing (its optional extra is not installed) is left out.
    """
    return tuple(
        PanelLearner(
            Plan(
                name=name,
                title=titles[name],
                about="As in the notebook: every parameter at its default.",
                learn=_Default(name),
                screening=TopByF(GENES),
                scaling=scaling,
                as_read=True,
            ),
            PreparationSettings(),
        )
        for name, _, scaling in _MODELS
        if name in titles
    )

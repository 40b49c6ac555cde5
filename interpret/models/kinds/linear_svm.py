"""Support vector machine with a plane as boundary."""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.svm import SVC

from interpret.contracts import BoolArray, FloatArray
from interpret.method import Basis
from interpret.models.panel import Choice, Plan
from interpret.models.rules.linear import Linear
from interpret.models.rules.support_vectors import machine
from interpret.models.screening import TopByF
from interpret.settings import PanelSettings

_NO_GAMMA = 0.0  # a linear kernel has no width


def plan(settings: PanelSettings) -> Plan:
    """Return what is its own."""
    return Plan(
        name="linear-svm",
        title="Linear SVM",
        about="Support vector machine with a linear kernel (Cortes & Vapnik 1995, doi:10.1007/BF00994018); genes "
        "brought to mean 0 and variance 1, C among 0.001, 0.01, 0.1 and 1; its scores made probabilities by Platt's "
        "sigmoid (1999), learnt on the scores of the inner held-out patients.",
        learn=learn,
        screening=TopByF(settings.genes),
        scaling="z-score",
        grid=tuple({"C": c} for c in (0.001, 0.01, 0.1, 1.0)),
        calibrated=True,
        learn_each=learn_each,
    )


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> Linear:
    """Fit `(n, k)` values; nothing in it is random."""
    del seed
    model = SVC(C=choice["C"], kernel="linear").fit(Z, positive)
    return Linear(model.coef_[0].copy(), float(model.intercept_[0]))


def learn_each(Z: FloatArray, positive: BoolArray, grid: Sequence[Choice], seed: int) -> list[Linear]:
    """Return what `learn` gives for each choice."""
    del seed
    return [Linear(*machine(Z, positive, choice["C"], "linear", _NO_GAMMA).weights()) for choice in grid]


BASIS = Basis(
    estimand="The chance of the positive class, given the genes.",
    formula=(
        "score f = b0 + sum of b_j * z_j with least |b|^2 / 2 + C * sum of max(0, 1 - y * f); p = 1 / (1 + "
        "exp(A * f + B))."
    ),
    assumptions=(
        "Classes that a plane tells apart, but for some; the sigmoid makes chances of scores only as well as "
        "few samples allow."
    ),
    reference="Cortes and Vapnik 1995, doi:10.1007/BF00994018",
)

"""Support vector machine with a boundary that may bend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.svm import SVC

from interpret.contracts import BoolArray, FloatArray
from interpret.method import Basis
from interpret.models.panel import Choice, Plan
from interpret.models.rules.estimated import Estimated
from interpret.models.rules.support_vectors import Machine, machine
from interpret.models.screening import TopByF
from interpret.settings import PanelSettings


def plan(settings: PanelSettings) -> Plan:
    """Return what is its own."""
    return Plan(
        name="rbf-svm",
        title="RBF SVM",
        about="Support vector machine with a Gaussian kernel (Cortes & Vapnik 1995, doi:10.1007/BF00994018); genes "
        "brought to mean 0 and variance 1, C among 0.1, 1 and 10, width gamma 0.1 or 1 over the number of genes; its "
        "scores made probabilities by Platt's sigmoid (1999), learnt on the scores of the inner held-out patients.",
        learn=learn,
        screening=TopByF(settings.genes),
        scaling="z-score",
        grid=tuple({"C": c, "relative_gamma": gamma} for c in (0.1, 1.0, 10.0) for gamma in (0.1, 1.0)),
        calibrated=True,
        learn_each=learn_each,
    )


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> Estimated:
    """Fit `(n, k)` values; nothing in it is random."""
    del seed
    model = SVC(C=choice["C"], kernel="rbf", gamma=_gamma(Z, choice)).fit(Z, positive)
    return Estimated(model, np.ones(Z.shape[1], dtype=np.bool_))


def learn_each(Z: FloatArray, positive: BoolArray, grid: Sequence[Choice], seed: int) -> list[Machine]:
    """Return what gives, for each choice, the scores of what `learn` gives: to tune by, not to be kept."""
    del seed
    return [machine(Z, positive, choice["C"], "rbf", _gamma(Z, choice)) for choice in grid]


def _gamma(Z: FloatArray, choice: Choice) -> float:
    gamma: float = choice["relative_gamma"] / max(Z.shape[1], 1)
    return gamma


BASIS = Basis(
    estimand="The chance of the positive class, given the genes.",
    formula=(
        "score f = b0 + sum of a_i * exp(-gamma * |z - z_i|^2), by the largest margin; p = 1 / (1 + exp(A * f + B))."
    ),
    assumptions=(
        "Samples that are alike in the genes chosen are alike in class; the sigmoid makes chances of scores "
        "only as well as few samples allow."
    ),
    reference="Cortes and Vapnik 1995, doi:10.1007/BF00994018",
)

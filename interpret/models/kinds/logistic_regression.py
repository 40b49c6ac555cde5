"""Logistic regression with a ridge penalty on few genes."""

from __future__ import annotations

from interpret.contracts import BoolArray, FloatArray
from interpret.method import Basis
from interpret.models.panel import Choice, Plan
from interpret.models.rules.linear import Linear
from interpret.models.rules.ridge_logistic import learn_ridge_logistic
from interpret.models.screening import TopByF
from interpret.settings import PanelSettings


def plan(settings: PanelSettings) -> Plan:
    """Return what is its own."""
    return Plan(
        name="logistic-regression",
        title="Logistic regression",
        about="Logistic regression with a ridge penalty of strength 1/C (Cox 1958; Hoerl & Kennard 1970, "
        "doi:10.1080/00401706.1970.10488634); genes brought to mean 0 and variance 1, C among 0.001, 0.01, 0.1 and 1.",
        learn=learn,
        screening=TopByF(settings.genes),
        scaling="z-score",
        grid=tuple({"C": c} for c in (0.001, 0.01, 0.1, 1.0)),
    )


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> Linear:
    """Fit `(n, k)` values; nothing in it is random."""
    del seed
    return learn_ridge_logistic(Z, positive, 1.0 / (choice["C"] * len(Z)))


BASIS = Basis(
    estimand="The chance of the positive class, given the genes.",
    formula="logit p = b0 + sum of b_j * z_j; b minimises C * sum of log losses + sum of b_j^2 / 2.",
    assumptions="Log-odds that are linear in the genes. Correlated genes share a coefficient.",
    reference="Hoerl and Kennard 1970, doi:10.1080/00401706.1970.10488634",
)

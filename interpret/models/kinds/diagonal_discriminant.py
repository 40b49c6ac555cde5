"""Diagonal linear discriminant analysis on few genes."""

from __future__ import annotations

from interpret.contracts import BoolArray, FloatArray
from interpret.method import Basis
from interpret.models.panel import Choice, Plan
from interpret.models.rules.diagonal_discriminant import DiagonalDiscriminant, learn_diagonal_discriminant
from interpret.models.screening import TopByF
from interpret.settings import PanelSettings


def plan(settings: PanelSettings) -> Plan:
    """Return what is its own."""
    return Plan(
        name="diagonal-discriminant",
        title="Diagonal discriminant (DLDA)",
        about="Diagonal linear discriminant analysis: normal genes of one variance in both classes, taken as "
        "independent, priors the class shares (Dudoit, Fridlyand & Speed 2002, doi:10.1198/016214502753479248). "
        "Correlated genes are counted as if they were independent evidence, so its probabilities are too extreme.",
        learn=learn,
        screening=TopByF(settings.genes),
    )


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> DiagonalDiscriminant:
    """Learn from `(n, k)` values; nothing in it is random."""
    del choice, seed
    return learn_diagonal_discriminant(Z, positive)


BASIS = Basis(
    estimand="The chance of the positive class, given the genes.",
    formula="logit p = log(n1 / n0) + sum over genes of (m1_j - m0_j) / s_j^2 * (x_j - (m1_j + m0_j) / 2).",
    assumptions=(
        "Normal genes of one variance in both classes, independent of each other. They are not, so its chances "
        "are too extreme."
    ),
    reference="Dudoit, Fridlyand and Speed 2002, doi:10.1198/016214502753479248",
)

"""Normal genes, independent of each other within a class."""

from __future__ import annotations

import numpy as np
from sklearn.naive_bayes import GaussianNB

from interpret.contracts import BoolArray, FloatArray
from interpret.method import Basis
from interpret.models.panel import Choice, Plan
from interpret.models.rules.estimated import Estimated
from interpret.models.rules.prevalence import learn_prevalence
from interpret.models.rules.protocol import Rule
from interpret.models.screening import TopByF
from interpret.settings import PanelSettings


def plan(settings: PanelSettings) -> Plan:
    """Return what is its own."""
    return Plan(
        name="naive-bayes",
        title="Naive Bayes",
        about="Gaussian naive Bayes: every gene normal within each class with a mean and a variance of its own, genes "
        "independent, priors the class shares of the training patients (Hand & Yu 2001, "
        "doi:10.1111/j.1751-5823.2001.tb00465.x). Correlated genes are counted as if they were independent evidence, "
        "so its probabilities are too extreme.",
        learn=learn,
        screening=TopByF(settings.genes),
    )


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> Rule:
    """Fit `(n, k)` values; nothing in it is random.

    Where no gene varies there is no variance to divide by, and the share of positives is all there is.
    """
    del choice, seed
    if not (Z.max(axis=0) > Z.min(axis=0)).any():
        return learn_prevalence(Z, positive)
    return Estimated(GaussianNB().fit(Z, positive), np.ones(Z.shape[1], dtype=np.bool_))


BASIS = Basis(
    estimand="The chance of the positive class, given the genes.",
    formula=(
        "p proportional to (share of the class) * product over genes of the normal density with the mean and "
        "variance of the class."
    ),
    assumptions=(
        "Normal genes, independent of each other within a class. They are not, so its chances are too extreme."
    ),
    reference="Hand and Yu 2001, doi:10.1111/j.1751-5823.2001.tb00465.x",
)

"""No gene at all: what any model has to be better than."""

from __future__ import annotations

from interpret.contracts import BoolArray, FloatArray
from interpret.method import Basis
from interpret.models.panel import Choice, Plan
from interpret.models.rules.prevalence import Prevalence, learn_prevalence
from interpret.models.screening import NoGene
from interpret.settings import PanelSettings


def plan(settings: PanelSettings) -> Plan:
    """Return what is its own."""
    del settings
    return Plan(
        name="prevalence",
        title="Prevalence only",
        about="The share of positives among the training patients, whoever is asked: what a model that looks at no "
        "gene reaches.",
        learn=learn,
        screening=NoGene(),
    )


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> Prevalence:
    """Learn the share; `(n, 0)` values."""
    del choice, seed
    return learn_prevalence(Z, positive)


BASIS = Basis(
    estimand="The share of the positive class, whoever is asked: what a model that looks at no gene reaches.",
    formula="p = n1 / n.",
    assumptions="Samples are drawn in the same mix of classes as those on whom it will be used.",
    reference="Efron and Tibshirani 1997, doi:10.1080/01621459.1997.10474007",
)

"""One hidden layer of a few units."""

from __future__ import annotations

from interpret.contracts import BoolArray, FloatArray
from interpret.method import Basis
from interpret.models.panel import Choice, Plan
from interpret.models.rules.hidden_layer import HiddenLayer, learn_hidden_layer
from interpret.models.screening import TopByF
from interpret.settings import PanelSettings

UNITS = 5


def plan(settings: PanelSettings) -> Plan:
    """Return what is its own."""
    return Plan(
        name="neural-network",
        title="Neural network",
        about=f"One hidden layer of {UNITS} units (hyperbolic tangent) with weight decay (Rumelhart, Hinton & Williams "
        "1986, doi:10.1038/323533a0), fitted by L-BFGS; genes brought to mean 0 and variance 1, weight decay among "
        "10, 1 and 0.1.",
        learn=learn,
        screening=TopByF(settings.genes),
        scaling="z-score",
        grid=tuple({"weight_decay": decay} for decay in (10.0, 1.0, 0.1)),
    )


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> HiddenLayer:
    """Fit `(n, k)` values; `seed` decides the weights it starts from."""
    return learn_hidden_layer(Z, positive, UNITS, choice["weight_decay"], seed)


BASIS = Basis(
    estimand="The chance of the positive class, given the genes.",
    formula=(
        "logit p = v0 + sum over units of v_u * tanh(w_u0 + sum of w_uj * z_j); the weights minimise the mean log loss "
        "+ decay / (2 * n) * (sum of their squares)."
    ),
    assumptions=(
        "Persons who are independent of each other. Where its search ends depends on where it starts, which the "
        "seed decides."
    ),
    reference="Rumelhart, Hinton and Williams 1986, doi:10.1038/323533a0",
)

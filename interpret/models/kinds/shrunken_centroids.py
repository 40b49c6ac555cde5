"""Nearest shrunken centroids, the amount of shrinkage tuned."""

from __future__ import annotations

from collections.abc import Sequence

from interpret.contracts import BoolArray, FloatArray
from interpret.method import Basis
from interpret.models.panel import Choice, Plan
from interpret.models.rules.prevalence import learn_prevalence
from interpret.models.rules.protocol import Rule
from interpret.models.rules.shrunken_centroids import learn_shares_of_the_largest
from interpret.models.screening import EveryGene
from interpret.settings import PanelSettings

SHARES = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0)
_FEWEST = 3  # patients: two are one of each class, and no class has a spread


def plan(settings: PanelSettings) -> Plan:
    """Return what is its own."""
    del settings  # it chooses its genes by itself
    return Plan(
        name="shrunken-centroids",
        title="Shrunken centroids",
        about="Nearest shrunken centroids (Tibshirani et al. 2002, doi:10.1073/pnas.082099299), priors the class "
        "shares; the threshold among ten shares, 0 to 0.9, of the one that leaves no gene.",
        learn=learn,
        screening=EveryGene(),
        grid=tuple({"threshold_share": share} for share in SHARES),
        learn_each=learn_each,
    )


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> Rule:
    """Learn from `(n, k)` values; nothing in it is random."""
    return learn_each(Z, positive, (choice,), seed)[0]


def learn_each(Z: FloatArray, positive: BoolArray, grid: Sequence[Choice], seed: int) -> Sequence[Rule]:
    """Return what `learn` gives for each choice, class means and spreads computed once.

    An inner fold of a very small study can leave one patient of each class: without a spread no gene can be judged, and
    the share of positives is all there is.
    """
    del seed
    if len(Z) < _FEWEST:
        return [learn_prevalence(Z, positive) for _ in grid]
    return learn_shares_of_the_largest(Z, positive, [choice["threshold_share"] for choice in grid])


BASIS = Basis(
    estimand="The chance of the positive class, given the genes.",
    formula=(
        "d_kj = (m_kj - m_j) / (M_k * (s_j + s_0)) shrunken by sign(d) * max(0, |d| - threshold); p from the "
        "standardised distances to the centroids."
    ),
    assumptions=(
        "Normal genes of one variance in both classes, independent of each other. They are not, so its chances "
        "are too extreme."
    ),
    reference="Tibshirani et al. 2002, doi:10.1073/pnas.082099299",
)

"""Small trees, each fitted to what those before it left over."""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.ensemble import GradientBoostingClassifier

from interpret.contracts import BoolArray, FloatArray
from interpret.method import Basis
from interpret.models.panel import Choice, Plan, listed
from interpret.models.rules.boosting_stages import Stages, boost
from interpret.models.rules.estimated import Estimated, split_by
from interpret.models.screening import TopByF
from interpret.settings import PanelSettings

LEARNING_RATE = 0.1
DEPTH = 3


def plan(settings: PanelSettings) -> Plan:
    """Return what is its own."""
    return Plan(
        name="gradient-boosting",
        title="Gradient boosting",
        about=f"Trees of depth {DEPTH} by gradient boosting of the log loss (Friedman 2001, "
        f"doi:10.1214/aos/1013203451), learning rate {LEARNING_RATE}, {listed(settings.boosting_rounds)} trees.",
        learn=learn,
        screening=TopByF(settings.genes),
        grid=tuple({"rounds": float(rounds)} for rounds in settings.boosting_rounds),
        learn_each=learn_each,
    )


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> Estimated:
    """Fit `(n, k)` values; `seed` breaks ties between splits."""
    model = GradientBoostingClassifier(
        n_estimators=int(choice["rounds"]), learning_rate=LEARNING_RATE, max_depth=DEPTH, random_state=seed
    ).fit(Z, positive)
    return Estimated(model, split_by(model.estimators_.ravel(), Z.shape[1]))


def learn_each(Z: FloatArray, positive: BoolArray, grid: Sequence[Choice], seed: int) -> list[Stages]:
    """Return what says, for each choice, the probabilities that `learn` gives: to tune by, not to be kept.

    The first trees of the longest fit are those of a shorter one.
    """
    longest = max(int(choice["rounds"]) for choice in grid)
    found = boost(Z, positive, rounds=longest, rate=LEARNING_RATE, depth=DEPTH, seed=seed)
    return [found.first(int(choice["rounds"])) for choice in grid]


BASIS = Basis(
    estimand="The chance of the positive class, given the genes.",
    formula="logit p = F_0 + rate * sum of trees, each grown on the gradient of the log loss of those before.",
    assumptions="Persons who are independent of each other; the number of trees is what holds it back.",
    reference="Friedman 2001, doi:10.1214/aos/1013203451",
)

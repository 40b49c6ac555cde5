"""Golub's weighted voting, as its authors did it: on the values as they were read."""

from __future__ import annotations

from dataclasses import dataclass

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.method import Basis
from interpret.models.closed_form import ClosedForm
from interpret.models.panel import Choice, Plan
from interpret.models.rules.weighted_voting import WeightedVoting, learn_weighted_voting, top_by_signal_to_noise
from interpret.settings import Settings

NAME = "weighted-voting"


@dataclass(frozen=True)
class TopBySignalToNoise:
    """The `each` genes that speak most for the positive class, and as many for the negative one."""

    each: int

    @property
    def words(self) -> str:
        """Say how many and by what."""
        return f"{self.each} for each class by signal to noise"

    def choose(self, X: FloatArray, positive: BoolArray) -> IntArray:
        """Return the columns with the largest and with the smallest signal to noise, increasing."""
        return top_by_signal_to_noise(X, positive, self.each)


def make(settings: Settings) -> ClosedForm:
    """Return the learner."""
    voting = settings.models.voting
    plan = Plan(
        name=NAME,
        title="Weighted voting",
        about="Each gene votes by its signal to noise times its distance from the middle of the class means; the "
        "probability is the positive class's share of the votes, which is not calibrated, and the prediction strength "
        "its distance from one half, doubled (Golub et al. 1999, doi:10.1126/science.286.5439.531). Values as read, "
        "genes brought to mean 0 and variance 1.",
        learn=learn,
        screening=TopBySignalToNoise(voting.each),
        scaling="z-score",
        as_read=True,
    )
    return ClosedForm(plan, settings.preparation)


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> WeightedVoting:
    """Learn from `(n, k)` values; nothing in it is random."""
    del choice, seed
    return learn_weighted_voting(Z, positive)


BASIS = Basis(
    estimand="Which class the votes of the chosen genes favour, and how clearly (prediction strength).",
    formula=(
        "vote_j = (m1_j - m0_j) / (s1_j + s0_j) * (x_j - (m1_j + m0_j) / 2); p = votes for positive / all "
        "votes, strength = |2 * p - 1|."
    ),
    assumptions="Genes that vote independently. Its share of votes is no probability.",
    reference="Golub et al. 1999, doi:10.1126/science.286.5439.531",
)

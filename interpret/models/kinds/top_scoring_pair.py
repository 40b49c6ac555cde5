"""The two genes whose order tells the classes apart best."""

from __future__ import annotations

from interpret.contracts import BoolArray, FloatArray
from interpret.method import Basis
from interpret.models.closed_form import ClosedForm
from interpret.models.panel import Choice, Plan
from interpret.models.rules.top_scoring_pair import TopScoringPair, learn_top_scoring_pair
from interpret.models.screening import TopByF
from interpret.settings import Settings

NAME = "top-scoring-pair"
CANDIDATES = 500


def make(settings: Settings) -> ClosedForm:
    """Return the learner; where genes are to be scaled, they are not for it, since it compares them with each other.

    Pairs are sought among more genes than the other models are given.
    """
    plan = Plan(
        name=NAME,
        title="Top-scoring pair",
        about="The pair of genes whose order within a sample differs most between the classes (Geman et al. 2004, "
        "doi:10.2202/1544-6115.1071; ties by rank score: Tan et al. 2005, doi:10.1093/bioinformatics/bti631), among "
        f"the {CANDIDATES} genes with the largest F; the probability is the smoothed share of positives among the "
        "training patients with the same order. Genes are never scaled one by one for it: values are compared within "
        "a sample.",
        learn=learn,
        screening=TopByF(CANDIDATES),
    )
    return ClosedForm(plan, settings.preparation.model_copy(update={"scale_genes": False}))


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> TopScoringPair:
    """Learn from `(n, k)` values that can be compared within a sample; nothing in it is random."""
    del choice, seed
    return learn_top_scoring_pair(Z, positive)


BASIS = Basis(
    estimand="Which of two genes is the more active one within a sample, and what that says of its class.",
    formula=(
        "score = |P(x_i < x_j in positive) - P(x_i < x_j in negative)|, largest over pairs; p = smoothed share "
        "of positives with the same order."
    ),
    assumptions="Values that are comparable between genes within a sample; scaling a whole sample changes nothing.",
    reference="Geman et al. 2004, doi:10.2202/1544-6115.1071; Tan et al. 2005, doi:10.1093/bioinformatics/bti631",
)

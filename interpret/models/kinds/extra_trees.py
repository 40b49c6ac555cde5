"""Extra trees on every gene, with leave-one-out from the trees that never drew the patient."""

from __future__ import annotations

from dataclasses import dataclass

from interpret.method import Basis
from interpret.models.forest import HeldOutForest
from interpret.models.forest_trees import Splitter


@dataclass(frozen=True)
class ExtraTrees(HeldOutForest):
    """Extremely randomised trees on all genes (Geurts, Ernst & Wehenkel 2006, doi:10.1007/s10994-006-6226-1).

    A split takes the best of the square root of `p` candidate genes (the authors' choice for classification), each
    cut at a place drawn uniformly between the smallest and the largest value of the patients that reach the node.
    Genes that do not vary there are never cut; where all candidates are such, drawing goes on until one varies.

    The authors grow every tree on all patients. Here each tree draws a bootstrap as a random forest's does: trees
    that have seen everybody could judge nobody without a refit. The price is what they wanted to spare, a little more
    bias for trees on fewer distinct patients.
    """

    @property
    def name(self) -> str:
        """Registry name."""
        return "extra-trees"

    @property
    def title(self) -> str:
        """Name for people."""
        return "Extra trees"

    @property
    def method(self) -> str:
        """One paragraph for the methods section."""
        return (
            f"{self.settings.trees:,} extremely randomised classification trees (Geurts, Ernst and Wehenkel 2006, "
            "doi:10.1007/s10994-006-6226-1) were grown on every gene, without a filter. The original grows every tree "
            "on all patients, without a bootstrap; here each tree saw a bootstrap sample of the patients (as many "
            "draws as patients), because only a tree that never drew a patient can judge that patient without being "
            "grown again. Each tree tried the square root of the number of genes at each split, each of them at one "
            "cut-point drawn uniformly between the smallest and the largest value in the node, took the best of these "
            f"by Gini impurity, and {self.until_held_out}"
        )

    @property
    def splitter(self) -> Splitter:
        """At a place drawn at random."""
        return "random"


BASIS = Basis(
    estimand="The chance of the positive class, given the genes.",
    formula=(
        "p = mean over trees of the share of positives in the leaf reached; of cut-points drawn at random the "
        "one of least Gini impurity is taken."
    ),
    assumptions=(
        "Persons who are independent of each other. Its chances are drawn towards the middle by the averaging."
    ),
    reference="Geurts, Ernst and Wehenkel 2006, doi:10.1007/s10994-006-6226-1",
)

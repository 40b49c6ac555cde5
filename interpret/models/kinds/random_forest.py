"""Random forest on every gene, with leave-one-out from the trees that never drew the patient."""

from __future__ import annotations

from dataclasses import dataclass

from interpret.method import Basis
from interpret.models.forest import HeldOutForest
from interpret.models.forest_trees import Splitter


@dataclass(frozen=True)
class RandomForest(HeldOutForest):
    """Random forest of probability trees on all genes (Breiman 2001, doi:10.1023/A:1010933404324)."""

    @property
    def name(self) -> str:
        """Registry name."""
        return "random-forest"

    @property
    def title(self) -> str:
        """Name for people."""
        return "Random forest"

    @property
    def method(self) -> str:
        """One paragraph for the methods section."""
        return (
            f"A random forest (Breiman 2001) of {self.settings.trees:,} classification trees was grown on every gene, "
            "without a filter. Each tree saw a bootstrap sample of the patients (as many draws as patients), tried "
            f"the square root of the number of genes at each split, split by Gini impurity, and {self.until_held_out}"
        )

    @property
    def splitter(self) -> Splitter:
        """At the best place."""
        return "best"


BASIS = Basis(
    estimand="The chance of the positive class, given the genes.",
    formula=(
        "p = mean over trees of the share of positives in the leaf reached; a split minimises the Gini impurity "
        "2 * q * (1 - q)."
    ),
    assumptions=(
        "Persons who are independent of each other. Its chances are drawn towards the middle by the averaging."
    ),
    reference="Breiman 2001, doi:10.1023/A:1010933404324",
)

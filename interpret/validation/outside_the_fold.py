"""The classical mistake, made on purpose: genes chosen with everybody's labels before anybody is left out."""

from __future__ import annotations

from interpret.data.cohort import Cohort
from interpret.models.screening import TopByF
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.settings import PreparationSettings

GENES = 50


def chosen_outside(cohort: Cohort, settings: PreparationSettings, count: int = GENES) -> Cohort:
    """Return the cohort with only the `count` genes of largest F over ALL its samples, prepared on all of them.

    Whoever is left out afterwards has had a say in the choice, so even labels without any meaning are told apart: with
    thousands of genes some always follow them. What comes of it is shown for contrast and never for a result.

    Where arrays are scaled, a learner scales them again over the chosen genes.

    Source: Ambroise & McLachlan (2002), doi:10.1073/pnas.102102699.
    """
    by_name = cohort.expression.genes_by_name()  # of equal F the first is taken: the first by name
    preparation = learn_preparation(by_name, settings, cohort.smaller_class)
    prepared = apply_preparation(preparation, by_name)
    return cohort.with_expression(prepared.take_genes(TopByF(count).choose(prepared.values, cohort.positive)))

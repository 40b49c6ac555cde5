"""The evidence of the synthetic study, worked out by the package itself, and a list of genes of interest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.data.genes_of_interest import GenesOfInterest
from interpret.explain.blocks import CANDIDATES, correlated_blocks
from interpret.explain.evidence import Evidence, Explaining, gather_evidence
from interpret.report.findings import ModelFindings
from interpret.stats.gene_table import GeneTable

OF_INTEREST = GenesOfInterest("golub50.txt", 4, ("X95735_at", "M27891_at", "S00200_at"), ("FAH",))


def evidence(
    models: list[ModelFindings],
    table: GeneTable,
    training: tuple[FloatArray, BoolArray, tuple[str, ...]],
    identity: pd.DataFrame,
    labels: Labels,
) -> Evidence:
    """Return the evidence of these models, and how far its rankings agree."""
    log2, positive, names = training
    expression = Expression(log2, names, tuple(identity["gene"]), Scale.LOG2)
    return gather_evidence(
        table,
        models[0].selection_frequency,
        Explaining({model.name: model.attribution["loo"] for model in models}),
        correlated_blocks(Cohort(expression, positive, labels), table.by_evidence()["gene"].head(CANDIDATES).tolist()),
        np.random.SeedSequence(1),
        fdr=0.05,
        of_interest=OF_INTEREST.genes,
        annotation=identity,
    )
